import { and, eq, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { sessions } from "@/db/schema";
import { logFault } from "@/lib/log";

/** `last_seen_at` is for people: it need not be more exact than this. */
const SEEN_EVERY_MS = 5 * 60_000;
const SEEN_EVERY = `${SEEN_EVERY_MS} milliseconds`;

/** Notes that a session is used. Not on the request's path: nobody waits for it, and a failure of it costs nothing but a late date. */
export function noteSeen(id: string, lastSeenAt: Date): void {
  if (Date.now() - lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  db()
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, sql`now() - ${SEEN_EVERY}::interval`)))
    .catch((error) => logFault("A session's last use was not noted", error));
}

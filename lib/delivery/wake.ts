import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, transaction } from "@/db/client";
import { sendEvents } from "@/inngest/send";

/** A wake that is this late was lost, and may be asked for again. */
export const WAKE_LOST_AFTER_SECONDS = 30;
/** When to look again at a lane that a process has promised to wake, should that process die. */
export const FALLBACK_MS = 5_000;

/** A lane to be drained at a moment, in epoch ms. */
export type Wake = { webhookId: string; at: number };

/**
 * Sees to it that each lane has a run that wakes by `at`, or when its receiver can be sent to again: asks the engine for one unless an
 * earlier wake stands.
 * Takes part in the transaction under way, if there is one.
 * The lanes are locked before they are looked at: a run that is about to find nothing more to do has either seen the job
 * that this wake is for, or its last word is seen here.
 */
export async function requestWakes(wakes: readonly Wake[]): Promise<void> {
  const earliest = new Map<string, number>();
  for (const { webhookId, at } of wakes) earliest.set(webhookId, Math.min(at, earliest.get(webhookId) ?? at));
  if (earliest.size === 0) return;
  const entries = [...earliest].sort(([a], [b]) => (a < b ? -1 : 1));
  await transaction(async () => {
    const woken = await db().execute<{ webhook_id: string; at: string }>(sql`
      with locked as (
        select l.webhook_id, l.wake_at, greatest(w.at, l.resume_at) as at from lanes l
        join unnest(
          ${array(
            entries.map(([id]) => id),
            "uuid",
          )},
          ${array(
            entries.map(([, at]) => new Date(at)),
            "timestamptz",
          )}) as w (webhook_id, at) using (webhook_id)
        order by l.webhook_id for update of l
      )
      update lanes l set wake_at = locked.at, planned_by = null from locked
      where l.webhook_id = locked.webhook_id and (locked.wake_at is null or locked.wake_at > locked.at
        or locked.wake_at < now() - make_interval(secs => ${WAKE_LOST_AFTER_SECONDS}))
      returning l.webhook_id, (extract(epoch from l.wake_at) * 1000)::bigint as at`);
    await sendEvents(
      Array.from(woken, (row) => ({
        name: "hookyard/lane.due",
        data: { webhookId: row.webhook_id, at: Number(row.at) },
      })),
    );
  });
}

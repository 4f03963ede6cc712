import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { cancelOrphans } from "@/lib/jobs/cancel";
import type { Clock } from "./clock";

/** What one sweep looks after at most; the rest waits for the next. */
const MOST = 5_000;

/** What a sweep found: batches that nobody had, lanes that were due. */
export type Swept = { batches: number; lanes: number };

/**
 * Finds what fell between two steps: batches nobody has taken on or whose process died, lanes that are due and that nobody drains. Everything
 * it starts is safe to start twice.
 */
export async function sweep(clock: Clock): Promise<Swept> {
  await cancelOrphans(MOST);
  await findForgotten();
  return { batches: await clock.takeLeft(), lanes: await clock.drainDue() };
}

/** Every statement that makes a job wait moves its lane's due time, too. This finds a lane of which that is not true, whatever the cause. */
async function findForgotten(): Promise<void> {
  await db().execute(sql`
    update lanes l set due_at = first.due_at
    from lanes known cross join lateral (
      select min(j.due_at) as due_at from jobs j
      where j.webhook_id = known.webhook_id and j.status in ('queued', 'retrying', 'running')
    ) first
    where l.webhook_id = known.webhook_id and l.due_at is null and l.leased_until is null and first.due_at is not null`);
}

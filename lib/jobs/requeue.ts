import { type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { Ctx } from "@/lib/auth/context";
import { moveDueAhead } from "./due";

/** What a job's row becomes when it is sent again by hand, as the SET of an UPDATE: queued, with its whole schedule before it. */
const beginAnew = sql`status = 'queued', due_at = now(), attempt_base = attempt_count, uncounted_count = 0, restarted_at = now(),
  reason = null, cancel_code = null, finished_at = null`;

/**
 * Queues jobs again and makes their lanes due, in one statement: whatever happens next, they are looked at. Takes part in the transaction under way.
 * @param which (org_id, number) of jobs, with a condition of the status they have: a SELECT without its lock
 * @returns the run numbers of those that were queued.
 */
export async function requeue(which: SQL): Promise<number[]> {
  const rows = await db().execute<{ number: number }>(sql`
    with wanted as (
      ${which} for update of j
    ), again as (
      update jobs set ${beginAnew} from wanted where jobs.org_id = wanted.org_id and jobs.number = wanted.number
      returning jobs.number, jobs.webhook_id, jobs.due_at
    ), ${moveDueAhead(sql`select webhook_id, due_at from again`)}
    select number from again`);
  return Array.from(rows, ({ number }) => number);
}

/**
 * Queues those of an organisation's jobs again that are over without success. Takes part in the transaction under way.
 * @returns how many were.
 */
export async function requeueJobs(ctx: Ctx, numbers: readonly number[]): Promise<number> {
  if (numbers.length === 0) return 0;
  const queued = await requeue(sql`
    select j.org_id, j.number from jobs j
    where j.org_id = ${ctx.orgId} and j.number = any (${array(numbers, "int")}) and j.status in ('failed', 'cancelled')`);
  return queued.length;
}

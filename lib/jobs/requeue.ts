import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { Ctx } from "@/lib/auth/context";

/** What a job's row becomes when it is sent again by hand, as the SET of an UPDATE: queued, with its whole schedule before it. */
export const beginAnew = sql`status = 'queued', due_at = now(), attempt_base = attempt_count, uncounted_count = 0, restarted_at = now(),
  reason = null, cancel_code = null, finished_at = null`;

/**
 * Queues jobs again that are over without success. Takes part in the transaction under way; their lanes are made due by the caller.
 * @returns how many were.
 */
export async function requeueJobs(ctx: Ctx, numbers: readonly number[]): Promise<number> {
  if (numbers.length === 0) return 0;
  const rows = await db().execute(sql`
    update jobs set ${beginAnew}
    where org_id = ${ctx.orgId} and number = any (${array(numbers, "int")}) and status in ('failed', 'cancelled')
    returning number`);
  return rows.length;
}

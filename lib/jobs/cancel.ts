import { type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, type Tx } from "@/db/client";
import type { cancelCodes } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

/** What a job was cancelled by: a person, or what became of its webhook. A replay sends again what no person cancelled. */
export type CancelCode = (typeof cancelCodes)[number];

/** What a row becomes when it is cancelled, as the SET of an UPDATE. @param reason in words, shown on the job. */
export const cancelled = (code: CancelCode, reason: string): SQL =>
  sql`status = 'cancelled', cancel_code = ${code}, reason = ${reason}, finished_at = now()`;

/** What cancels a job that would wait for a webhook that is gone (`isGone`) or off: the code, and the words shown on the job. */
export const byWebhook = (isGone: SQL): { code: SQL; reason: SQL } => ({
  code: sql`case when ${isGone} then 'webhook_deleted' else 'webhook_off' end`,
  reason: sql`case when ${isGone} then 'The webhook was deleted' else 'The webhook is not active' end`,
});

const { code, reason } = byWebhook(sql`w.id is null`);
/** As `cancelled`, of a job whose webhook (`w`, a left join) is off or gone. */
const cancelledByWebhook = sql`status = 'cancelled', finished_at = now(), cancel_code = ${code}, reason = ${reason}`;

/**
 * Cancels a webhook's jobs that wait for a try; one that is being sent right now goes on to its end.
 * @param reason in words, shown on each job.
 */
export async function cancelWaitingJobs(
  tx: Tx,
  ctx: Ctx,
  webhookId: string,
  code: Exclude<CancelCode, "by_hand">,
  reason: string,
): Promise<void> {
  await tx.execute(sql`
    update jobs set ${cancelled(code, reason)}
    where org_id = ${ctx.orgId} and webhook_id = ${webhookId} and status in ('queued', 'retrying')`);
}

/** Cancels what waits for webhooks that were switched off or deleted, and what a dead process was sending there. Test events go to one that is off, too. */
export async function cancelStrays(webhookIds: readonly string[]): Promise<void> {
  if (webhookIds.length === 0) return;
  await db().execute(sql`
    update jobs j set ${cancelledByWebhook}
    from unnest(${array(webhookIds, "uuid")}) as off (id) left join webhooks w using (id)
    where j.webhook_id = off.id and (j.status in ('queued', 'retrying') or j.status = 'running' and j.due_at <= now())
      and w.status is distinct from 'active'
      and not (j.is_test and w.id is not null)`);
}

/** Cancels jobs made in the moment their webhook was deleted: no lane is left to drain them. @param most how many at most. */
export async function cancelOrphans(most: number): Promise<void> {
  await db().execute(sql`
    with orphan as (
      select org_id, number from jobs j
      where (status in ('queued', 'retrying') or status = 'running' and due_at < now())
        and not exists (select from lanes l where l.webhook_id = j.webhook_id)
      limit ${most} for update skip locked
    )
    update jobs j set ${cancelled("webhook_deleted", "The webhook was deleted")}
    from orphan where j.org_id = orphan.org_id and j.number = orphan.number`);
}

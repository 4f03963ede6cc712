import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isReferenceError } from "@/db/errors";
import { deletedWebhooks, jobs, webhooks } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { type Ctx, systemCtx } from "@/lib/auth/context";
import type { Outcome, WrittenOutcome } from "@/lib/delivery/delivery";
import { emitEvent } from "@/lib/events/accept";
import { cancelWaitingJobs } from "@/lib/jobs/cancel";

type Webhook = typeof webhooks.$inferSelect;

/**
 * What a job's final failure means for its webhook, in the transaction that records it. The failure rule decides whether
 * it is over; then a managed webhook is disabled, and a self-provisioned one deleted, unless a module uses it: then it is
 * disabled instead (TidyHQ's "allow state changes"). A 410 is such an end whatever the rule says.
 */
export async function afterFinalFailure(tx: Tx, outcome: WrittenOutcome): Promise<void> {
  const ctx = systemCtx(outcome.delivery.orgId);
  const webhook = await lock(tx, ctx, outcome.delivery.webhook.id);
  if (webhook?.status !== "active" || !(await isOver(tx, ctx, webhook, outcome))) return;
  const reason = reasonOf(outcome);
  const jobNumber = outcome.delivery.number;
  const deleted =
    webhook.lifecycle === "self_provisioned" && (await deleteUnlessUsed(tx, ctx, webhook, reason));
  if (!deleted) await disable(tx, ctx, webhook, reason, jobNumber);
  const said = deleted ? `The webhook was deleted. ${reason}` : `The webhook was disabled. ${reason}`;
  await cancelWaitingJobs(tx, ctx, webhook.id, deleted ? "webhook_deleted" : "webhook_off", said);
  await recordAudit(tx, ctx, {
    action: deleted ? "webhook.deleted" : "webhook.disabled",
    target: { kind: "webhook", id: webhook.id, name: webhook.name },
    changes: { status: [webhook.status, deleted ? "deleted" : "disabled"], reason: [null, reason] },
  });
  const { id, name, url } = webhook;
  const data = { id, name, url, status: deleted ? "deleted" : "disabled", reason, job_number: jobNumber };
  await emitEvent(tx, ctx, { type: "webhook.errored", data });
  await emitEvent(tx, ctx, { type: deleted ? "webhook.deleted" : "webhook.deactivated", data });
}

async function lock(tx: Tx, ctx: Ctx, id: string): Promise<Webhook | undefined> {
  const [row] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)))
    .for("update");
  return row;
}

async function isOver(tx: Tx, ctx: Ctx, webhook: Webhook, { verdict }: Outcome): Promise<boolean> {
  const rule = webhook.failureRule;
  if (verdict.kind === "gone" || rule.kind === "first") return true;
  if (rule.kind === "never") return false;
  // Its latest jobs by when they ended, since it was last switched on: one tried for long may end after many that came later.
  const latest = await tx
    .select({ status: jobs.status })
    .from(jobs)
    .where(
      and(
        eq(jobs.orgId, ctx.orgId),
        eq(jobs.webhookId, webhook.id),
        eq(jobs.isTest, false),
        // As in the index jobs_ended, which makes this a matter of `count` rows whatever the number of jobs.
        sql`${jobs.status} in ('succeeded', 'failed')`,
        gt(jobs.finishedAt, webhook.statusChangedAt),
      ),
    )
    .orderBy(desc(jobs.finishedAt), desc(jobs.number))
    .limit(rule.count);
  return latest.length === rule.count && latest.every((job) => job.status === "failed");
}

function reasonOf({ delivery, exchange, verdict, errorMessage }: Outcome): string {
  if (verdict.kind === "gone")
    return `Job ${delivery.number} was answered 410 Gone: the receiver wants no more.`;
  const tries = delivery.attemptCount - delivery.uncountedCount + 1;
  const how = tries === 1 ? "its only try" : `all ${tries} tries`;
  const last = exchange.status ? `the endpoint answered ${exchange.status}` : errorMessage;
  return `Job ${delivery.number} failed ${how}${last ? `: ${last.replace(/\.$/, "")}.` : "."}`;
}

async function disable(tx: Tx, ctx: Ctx, webhook: Webhook, reason: string, jobNumber: number): Promise<void> {
  await tx
    .update(webhooks)
    .set({
      status: "disabled",
      statusReason: reason,
      statusJobNumber: jobNumber,
      statusChangedAt: new Date(),
      // The job that failed has not been delivered either, nor what came after it.
      missedSince: sql`coalesce(${webhooks.missedSince}, (
        select e.created_at from jobs j join events e on e.id = j.event_id
        where j.org_id = ${ctx.orgId} and j.number = ${jobNumber}), now())`,
      missedAfter: null,
    })
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, webhook.id)));
}

/** @returns false when a module's record holds on to it: the database refuses, and only this attempt is undone. */
async function deleteUnlessUsed(tx: Tx, ctx: Ctx, webhook: Webhook, reason: string): Promise<boolean> {
  const { id, name, url } = webhook;
  try {
    await tx.transaction(async (inner) => {
      await inner.delete(webhooks).where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)));
    });
  } catch (error) {
    if (isReferenceError(error)) return false;
    throw error;
  }
  await tx.insert(deletedWebhooks).values({ orgId: ctx.orgId, id, name, url, reason });
  return true;
}

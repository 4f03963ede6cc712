import { and, eq, inArray, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { type Tx, transaction } from "@/db/client";
import { jobs, webhooks } from "@/db/schema";
import { announceLanes } from "@/inngest/send";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { cancelled } from "./cancel";
import { findJob, type JobRow } from "./data";
import { requeue } from "./requeue";
import { type JobStatus, jobStatusWords } from "./schema";

/** Statuses a job can be retried from: over, or waiting for a try that is to come sooner. */
const RETRYABLE: readonly JobStatus[] = ["failed", "cancelled", "succeeded", "retrying"];
/** Statuses a job can be cancelled in: nothing of it is on its way. */
const CANCELLABLE: readonly JobStatus[] = ["queued", "retrying"];

/**
 * Sends a job again, now, with the whole of its webhook's retry schedule before it.
 * @throws AppError not_found, conflict when it is under way or its webhook is not active, forbidden
 */
export async function retryJob(ctx: Ctx, number: number): Promise<JobRow> {
  authorise(ctx, "jobs.write");
  return transaction(async (tx) => {
    const job = (await findJob(ctx, number)) ?? notFound("job");
    await refuseUnlessActive(tx, ctx, job);
    const [queued] = await requeue(
      sql`select j.org_id, j.number from jobs j
        where j.org_id = ${ctx.orgId} and j.number = ${number} and j.status = any (${array(RETRYABLE, "text")})`,
    );
    if (queued === undefined) throw new AppError("conflict", `Job ${number} is already on its way.`);
    await recordAudit(tx, ctx, {
      action: "job.retried",
      target: { kind: "job", id: String(number), name: `Job ${number}` },
      changes: { status: [job.status, "queued"] },
    });
    await announceLanes();
    return (await findJob(ctx, number)) ?? notFound("job");
  });
}

/**
 * Cancels a job that waits for a try.
 * @throws AppError not_found, conflict when it is under way or over, forbidden
 */
export async function cancelJob(ctx: Ctx, number: number): Promise<JobRow> {
  authorise(ctx, "jobs.write");
  return transaction(async (tx) => {
    const job = (await findJob(ctx, number)) ?? notFound("job");
    const [changed] = await tx.execute(sql`
      update jobs set ${cancelled("by_hand", `Cancelled by ${ctx.actor.name}`)}
      where ${whereStatus(ctx, number, CANCELLABLE)} returning number`);
    if (!changed) {
      const now = (await findJob(ctx, number)) ?? job;
      throw new AppError(
        "conflict",
        `Job ${number} can't be cancelled any more: it is ${jobStatusWords[now.status].toLowerCase()}.`,
      );
    }
    await recordAudit(tx, ctx, {
      action: "job.cancelled",
      target: { kind: "job", id: String(number), name: `Job ${number}` },
      changes: { status: [job.status, "cancelled"] },
    });
    return (await findJob(ctx, number)) ?? notFound("job");
  });
}

const whereStatus = (ctx: Ctx, number: number, statuses: readonly JobStatus[]) =>
  and(eq(jobs.orgId, ctx.orgId), eq(jobs.number, number), inArray(jobs.status, [...statuses]));

async function refuseUnlessActive(tx: Tx, ctx: Ctx, job: JobRow): Promise<void> {
  const [webhook] = await tx
    .select({ name: webhooks.name, status: webhooks.status })
    .from(webhooks)
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, job.webhook.id)));
  if (!webhook) {
    throw new AppError("conflict", `Job ${job.number} can't be sent again: its webhook was deleted.`);
  }
  if (webhook.status !== "active") {
    throw new AppError(
      "conflict",
      `Activate “${webhook.name}” first: nothing is sent to it while it is ${webhook.status}.`,
    );
  }
}

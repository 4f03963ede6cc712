import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { jobs } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

/**
 * Cancels a webhook's jobs that wait for a try; one that is being sent right now goes on to its end.
 * @param reason in words, shown on each job.
 */
export async function cancelWaitingJobs(tx: Tx, ctx: Ctx, webhookId: string, reason: string): Promise<void> {
  await tx
    .update(jobs)
    .set({ status: "cancelled", reason, finishedAt: new Date() })
    .where(
      and(
        eq(jobs.orgId, ctx.orgId),
        eq(jobs.webhookId, webhookId),
        inArray(jobs.status, ["queued", "retrying"]),
      ),
    );
}

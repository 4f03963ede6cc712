import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { jobs } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import type { Delivery, Outcome } from "../delivery";
import { findDeliveryWebhook } from "../webhook";

/** A claimed job as the clock takes it, for tests. Its row is there already. */
export async function deliveryOf(ctx: Ctx, webhookId: string, number: number): Promise<Delivery> {
  const webhook = await findDeliveryWebhook(webhookId);
  const [job] = await db()
    .select({ eventId: jobs.eventId })
    .from(jobs)
    .where(and(eq(jobs.orgId, ctx.orgId), eq(jobs.number, number)));
  if (!webhook || !job) throw new Error("There is no such job.");
  return {
    orgId: ctx.orgId,
    number,
    isTest: false,
    attemptCount: 0,
    attemptBase: 0,
    uncountedCount: 0,
    begunAt: new Date(),
    event: {
      id: job.eventId,
      type: "attendee.created",
      dataText: "{}",
      changesText: null,
      occurredAt: new Date(),
    },
    webhook: { ...webhook, failureRule: { kind: "never" } },
    body: null,
  };
}

/** What came of it: a failure with this message, or a success. */
export function outcomeOf(delivery: Delivery, errorMessage: string | null): Outcome {
  return {
    delivery,
    exchange: { startedAt: new Date(), truncated: false, timings: { totalMs: 1 } },
    requestHeaders: [],
    body: "{}",
    errorClass: errorMessage === null ? null : "network",
    errorMessage,
    asks: null,
    verdict: { kind: errorMessage === null ? "succeeded" : "failed" },
  };
}

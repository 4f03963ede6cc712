import type { Ctx } from "@/lib/auth/context";
import type { Delivery, Outcome } from "./delivery";
import { findDeliveryWebhook } from "./webhook";

/** A claimed job as the dispatcher takes it, for tests. Its row is the test's to insert. */
export async function deliveryOf(ctx: Ctx, webhookId: string, number: number): Promise<Delivery> {
  const webhook = await findDeliveryWebhook(webhookId);
  if (!webhook) throw new Error("There is no such webhook.");
  return {
    orgId: ctx.orgId,
    number,
    isTest: false,
    attemptCount: 0,
    attemptBase: 0,
    event: {
      id: "e",
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
    verdict: { kind: errorMessage === null ? "succeeded" : "failed" },
  };
}

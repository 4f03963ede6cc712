import { randomUUID } from "node:crypto";
import { ulid } from "ulid";
import { transaction } from "@/db/client";
import { attempts, events, jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

type JobValues = typeof jobs.$inferInsert;
type WebhookValues = typeof webhooks.$inferInsert;

/** A webhook written straight to the database, for tests; active unless told otherwise. */
export async function insertWebhook(ctx: Ctx, values: Partial<WebhookValues> = {}): Promise<string> {
  const id = randomUUID();
  await transaction(async (tx) => {
    await tx.insert(webhooks).values({
      id,
      orgId: ctx.orgId,
      name: "CRM",
      url: "http://127.0.0.1:8999/hook",
      status: "active",
      subscriptions: ["*"],
      ...values,
    });
    await tx.insert(lanes).values({ orgId: ctx.orgId, webhookId: id });
  });
  return id;
}

/** A job with its event written straight to the database, for tests. */
export async function insertJob(
  ctx: Ctx,
  values: Partial<JobValues> & { number: number; webhookId: string },
): Promise<void> {
  const eventId = values.eventId ?? ulid();
  const eventType = values.eventType ?? "attendee.created";
  await transaction(async (tx) => {
    await tx.insert(events).values({
      id: eventId,
      orgId: ctx.orgId,
      type: eventType,
      data: { b: 1, a: 2 },
      occurredAt: new Date(),
    });
    await tx.insert(jobs).values({ status: "queued", ...values, orgId: ctx.orgId, eventId, eventType });
  });
}

/** A finished exchange of a job, for tests. */
export async function insertAttempt(
  ctx: Ctx,
  values: Partial<typeof attempts.$inferInsert> & { jobNumber: number; number: number },
): Promise<void> {
  await transaction((tx) =>
    tx.insert(attempts).values({
      orgId: ctx.orgId,
      startedAt: new Date(),
      method: "POST",
      url: "http://127.0.0.1:8999/hook",
      requestHeaders: [["content-type", "application/json"]],
      timings: { totalMs: 12 },
      ...values,
    }),
  );
}

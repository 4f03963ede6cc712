import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { attempts, jobs } from "@/db/schema";
import { acceptEvents } from "@/lib/events/accept";
import { getJob, listJobs } from "@/lib/jobs/data";
import { createWebhook } from "@/lib/webhooks/mutations";
import type { WebhookInput } from "@/lib/webhooks/schema";
import { startDelivering } from "@/scripts/test/delivering";
import { createOrg } from "@/scripts/test/fixtures";
import { startReceiver } from "@/scripts/test/receiver";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { deliveryOf, outcomeOf } from "./outcome.testing";
import { createPgStore } from "./pg-store";
import { realTime } from "./time";
import { createWriter } from "./writer";

// PostgreSQL's text has no place for the character U+0000, and JSON does.
let delivering: { stop: () => Promise<void> };
beforeAll(async () => {
  delivering = await startDelivering();
});
afterAll(() => delivering.stop());

describe("text that PostgreSQL can't keep", () => {
  it("leaves the error message of a template that fails over it", async () => {
    const { ctx } = await createOrg();
    const receiver = await startReceiver();
    const common: Omit<WebhookInput, "name"> = {
      url: receiver.url,
      subscriptions: ["attendee.*"],
      active: true,
      failureRule: { kind: "never" },
      retry: { kind: "custom", delaysSeconds: [] },
    };
    await createWebhook(ctx, { ...common, name: "Envelope" });
    const template = '{"seat": {{ event.data.custom_fields.seat | default: 1 }}}';
    await createWebhook(ctx, { ...common, name: "Template", format: "template", template });
    const data = { id: "a1", first_name: "Grace", last_name: "Hopper", email: "grace@example.org" };
    const stamps = { created_at: "2026-04-02T08:15:00Z", updated_at: "2026-04-02T08:15:00Z" };
    const rest = {
      ticket_type: null,
      attendee_type: "Speaker",
      language: "en",
      custom_fields: { seat: "\0" },
      ...stamps,
    };
    await acceptEvents(ctx, { type: "attendee.created", data: { ...data, ...rest } });

    const ended = await vi.waitFor(
      async () => {
        const { jobs } = await listJobs(ctx, { limit: 5 });
        expect(jobs.map((job) => job.status).sort()).toEqual(["failed", "succeeded"]);
        return jobs;
      },
      { timeout: 8_000, interval: 50 },
    );
    const failed = await getJob(ctx, ended.find((job) => job.status === "failed")?.number as number);
    expect(failed.attempts.map((attempt) => attempt.errorClass)).toEqual(["template"]);
    const [request] = await receiver.waitFor(1);
    expect(JSON.parse(request?.body ?? "").data.custom_fields.seat).toBe("\0");
    await receiver.close();
  });

  it("is left out of a result, which holds up none of those written with it", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { status: "inactive" });
    const numbers = [1, 2, 3];
    for (const number of numbers) await insertJob(ctx, { number, webhookId, status: "running" });
    const writer = createWriter(createPgStore("test"), realTime, () => {});
    const messages = ["Fine", "N\0L", "Fine too"];
    const deliveries = await Promise.all(numbers.map((number) => deliveryOf(ctx, webhookId, number)));
    const outcomes = deliveries.map((delivery, index) => outcomeOf(delivery, messages[index] as string));
    await Promise.all(outcomes.map(writer.finish));

    const rows = await db().select().from(jobs).where(eq(jobs.orgId, ctx.orgId));
    expect(rows.map((row) => row.status)).toEqual(["failed", "failed", "failed"]);
    const kept = await db()
      .select({ number: attempts.jobNumber, message: attempts.errorMessage })
      .from(attempts)
      .where(eq(attempts.orgId, ctx.orgId))
      .orderBy(attempts.jobNumber);
    expect(kept).toEqual([
      { number: 1, message: "Fine" },
      { number: 2, message: expect.stringContaining("can't keep") },
      { number: 3, message: "Fine too" },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { sql } from "@/db/client";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { getJob, listJobs } from "@/lib/jobs/data";
import { retryJob } from "@/lib/jobs/mutations";
import { findWebhook } from "@/lib/webhooks/data";
import { sendTestEvent } from "@/lib/webhooks/test-event";
import {
  attendee,
  deliverInThisFile,
  hook,
  idsAt,
  quick,
  receiver,
  typed,
  until,
} from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { type Answer, type Receiver, status } from "@/scripts/test/receiver";
import { type Limiter, slidingWindow } from "./pace.testing";

// From an event to what its job says, with receivers that ask for patience. Webhooks are the default ones (disabled at the first failed job)
// but for the time between tries.
deliverInThisFile();

const tooMany = (headers: Record<string, string> = {}) => status(429, headers);
const ok = status(200);
/** Takes what the limiter lets through. */
const limited =
  (takes: Limiter, headers: Record<string, string> = {}): Answer =>
  (request, response, index) =>
    (takes(request.at) ? ok : tooMany(headers))(request, response, index);

const emit = (ctx: Ctx, count: number, name = "p") =>
  acceptEvents(
    ctx,
    Array.from({ length: count }, (_, n) => attendee(`${name}${n}`)),
  );

const statusesOf = async (ctx: Ctx) => (await listJobs(ctx, { limit: 100 })).jobs.map((job) => job.status);

/** Waits until each of `count` attendees was taken and every job has succeeded; the seconds from the first request to the last. */
async function allTaken(ctx: Ctx, to: Receiver, count: number, timeoutMs: number): Promise<number> {
  const succeeded = async () => {
    const [row] = await sql()`
      select count(*)::int as count from jobs where org_id = ${ctx.orgId} and status = 'succeeded'`;
    return row?.count as number;
  };
  await expect.poll(succeeded, { timeout: timeoutMs, interval: 100 }).toBe(count);
  expect(new Set(idsAt(to)).size).toBe(count);
  const times = to.requests.map(({ at }) => at);
  return (Math.max(...times) - Math.min(...times)) / 1_000;
}

describe.concurrent("a receiver that takes so many a second", () => {
  it.each([
    ["one", 1, 10, { "retry-after": "1" }],
    ["one, and does not say when", 1, 8, {}],
    ["fifty", 50, 300, {}],
  ])("%s: everything arrives, and nothing is disabled", async (_name, limit, count, headers) => {
    const { ctx } = await createOrg();
    const to = await receiver(limited(slidingWindow(limit), headers));
    const webhook = await hook(ctx, to.url, { retry: quick(3) });
    await emit(ctx, count);
    const seconds = await allTaken(ctx, to, count, 28_000);
    expect(seconds).toBeLessThan((count / limit) * 1.5 + 8);
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "active" });
    // Few came too early, beside those that were on their way before the first answer.
    expect(to.requests.length - count).toBeLessThan(40);
  });

  it("none for a while: everything arrives, and nothing is disabled", async () => {
    const { ctx } = await createOrg();
    const began = Date.now();
    const to = await receiver(limited((at) => at - began > 4_000));
    const webhook = await hook(ctx, to.url, { retry: quick(2) });
    await emit(ctx, 60);
    await allTaken(ctx, to, 60, 28_000);
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "active" });
    // Far more often refused than it has tries; each time it was asked by few.
    expect(to.requests.length).toBeLessThan(60 + 16 + 20);
  });
});

describe.concurrent("while a receiver asks for patience", () => {
  it.each([
    [429, { rateLimit: null }],
    [503, { rateLimit: null }],
    [429, { rateLimit: 100 }],
    [429, { ordered: true }],
  ])("with a %i, none of its other jobs is sent: %j", async (code, settings) => {
    const { ctx } = await createOrg();
    const to = await receiver((request, response, index) =>
      (index === 0 ? status(code, { "retry-after": "4" }) : ok)(request, response, index),
    );
    const webhook = await hook(ctx, to.url, { ...settings, retry: quick(3) });
    await emit(ctx, 1, "first");
    const [first] = await to.waitFor(1);
    await until(async () =>
      expect(await getJob(ctx, 1)).toMatchObject({ status: "retrying", waitsFor: { status: code } }),
    );
    await emit(ctx, 20, "later");
    await retryJob(ctx, 1);
    await to.waitFor(22);
    const early = to.requests.filter(({ at }) => at - (first?.at ?? 0) < 3_900);
    expect(early).toHaveLength(1);
    await until(async () => expect(new Set(await statusesOf(ctx))).toEqual(new Set(["succeeded"])));
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "active" });
  });

  it("a test event waits no better than others, and one that is refused ends", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((request, response, index) =>
      (index === 0 ? tooMany({ "retry-after": "3" }) : ok)(request, response, index),
    );
    const webhook = await hook(ctx, to.url);
    const send = () => sendTestEvent(ctx, webhook.id, typed(attendee("test")));
    await send();
    await until(async () => expect(await getJob(ctx, 1)).toMatchObject({ status: "failed", isTest: true }));
    await send();
    await until(async () => expect(await getJob(ctx, 2)).toMatchObject({ waitsFor: { status: 429 } }));
    const [first, second] = await to.waitFor(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_900);
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "active" });
  });
});

describe.concurrent("a try that came too early", () => {
  it("is shown, and leaves the schedule its tries", async () => {
    const { ctx } = await createOrg();
    const answers = [429, 429, 429, 500, 500];
    const to = await receiver((request, response, index) =>
      status(answers[index] ?? 200)(request, response, index),
    );
    const webhook = await hook(ctx, to.url, { retry: quick(2) });
    await emit(ctx, 1);
    const job = await until(async () => {
      const found = await getJob(ctx, 1);
      expect(found.status).toBe("failed");
      return found;
    });
    expect(job.attempts.map(({ responseStatus, counted }) => [responseStatus, counted])).toEqual([
      [429, false],
      [429, false],
      [429, false],
      [500, true],
      [500, true],
    ]);
    expect(new Set(to.requests.map(({ body }) => body)).size).toBe(1);
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({
      status: "disabled",
      statusReason: "Job 1 failed all 2 tries: the endpoint answered 500.",
    });
  });

  it("counts once the job is a day old, and for a day not after it was retried by hand", async () => {
    const { ctx, orgId } = await createOrg();
    const to = await receiver(status(500));
    const webhook = await hook(ctx, to.url, { retry: quick(2), failureRule: { kind: "never" } });
    await emit(ctx, 1);
    const ended = async (attempts: number) => {
      const job = await getJob(ctx, 1);
      expect([job.status, job.attemptCount]).toEqual(["failed", attempts]);
      return job;
    };
    await until(() => ended(2));
    await sql()`update jobs set created_at = now() - interval '25 hours' where org_id = ${orgId}`;
    to.answer((request, response, index) =>
      (index === 2 ? tooMany() : status(500))(request, response, index),
    );
    await retryJob(ctx, 1);
    const retried = await until(() => ended(5));
    expect(retried.attempts.map(({ counted }) => counted)).toEqual([true, true, false, true, true]);
    await sql()`update jobs set restarted_at = null, status = 'queued', due_at = now(), attempt_base = 5, uncounted_count = 0 where org_id = ${orgId}`;
    to.answer(tooMany());
    await sql()`update lanes set due_at = now() where webhook_id = ${webhook.id}`;
    await emit(ctx, 1, "wakes");
    const old = await until(() => ended(7));
    expect(old.attempts.slice(5).map(({ counted }) => counted)).toEqual([true, true]);
  });
});

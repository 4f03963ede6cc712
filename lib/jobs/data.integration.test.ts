import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { deletedWebhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { createOrg } from "@/scripts/test/fixtures";
import { insertAttempt, insertJob, insertWebhook } from "@/scripts/test/rows";
import { findJob, getJob, listJobs } from "./data";
import { type JobFilter, jobFilter } from "./schema";

afterAll(closeDb);

const filter = (values: Partial<JobFilter> = {}) => jobFilter.parse(values);
const numbers = (page: Awaited<ReturnType<typeof listJobs>>) => page.jobs.map((job) => job.number);

/** More jobs than a stretch has, from number 8 on. */
const insertMany = (ctx: Ctx, webhookId: string, status: string) =>
  withPatience(LONG_PATIENCE_MS, () =>
    db().execute(sql`
      insert into jobs (org_id, number, event_id, event_type, webhook_id, status)
      select ${ctx.orgId}, n, ${randomUUID()} || n, 'attendee.created', ${webhookId}, ${status} from generate_series(8, 12000) n`),
  );

describe("listJobs", () => {
  it("pages from the newest to the oldest without gaps", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    for (let number = 1; number <= 5; number++) await insertJob(ctx, { number, webhookId });
    const first = await listJobs(ctx, filter({ limit: 2 }));
    expect(numbers(first)).toEqual([5, 4]);
    expect(first.nextCursor).toBe(4);
    const second = await listJobs(ctx, filter({ limit: 2, cursor: 4 }));
    expect(numbers(second)).toEqual([3, 2]);
    const last = await listJobs(ctx, filter({ limit: 2, cursor: 2 }));
    expect(last).toMatchObject({ jobs: [{ number: 1 }], nextCursor: null });
  });

  it("tells what a row shows, and when a waiting job is tried next", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { name: "CRM sync" });
    const dueAt = new Date("2031-01-02T03:04:05.000Z");
    await insertJob(ctx, { number: 1, webhookId, status: "retrying", dueAt, attemptCount: 1 });
    await insertJob(ctx, { number: 2, webhookId, status: "failed", dueAt, lastResponseStatus: 500 });
    const { jobs } = await listJobs(ctx, filter());
    expect(jobs).toMatchObject([
      { number: 2, status: "failed", nextTryAt: null, responseStatus: 500 },
      {
        number: 1,
        status: "retrying",
        nextTryAt: dueAt.toISOString(),
        attemptCount: 1,
        webhook: { id: webhookId, name: "CRM sync", deletedAt: null },
      },
    ]);
  });

  it("narrows by status, webhook and event type, alone and together", async () => {
    const { ctx } = await createOrg();
    const [a, b] = [await insertWebhook(ctx), await insertWebhook(ctx)];
    await insertJob(ctx, { number: 1, webhookId: a, status: "failed" });
    await insertJob(ctx, { number: 2, webhookId: b, status: "failed" });
    await insertJob(ctx, { number: 3, webhookId: a, status: "succeeded", eventType: "attendee.updated" });
    await insertJob(ctx, { number: 4, webhookId: b, status: "succeeded" });
    const found = async (values: Partial<JobFilter>) => numbers(await listJobs(ctx, filter(values)));
    expect(await found({ status: "failed" })).toEqual([2, 1]);
    expect(await found({ webhookId: a })).toEqual([3, 1]);
    expect(await found({ eventType: "attendee.updated" })).toEqual([3]);
    expect(await found({ status: "succeeded", webhookId: b })).toEqual([4]);
    expect(await found({ status: "running" })).toEqual([]);
  });

  it("keeps the name of a deleted webhook", async () => {
    const { ctx, orgId } = await createOrg();
    const id = randomUUID();
    await db().insert(deletedWebhooks).values({ orgId, id, name: "Old CRM", url: "https://old.example" });
    await insertJob(ctx, { number: 1, webhookId: id });
    const { jobs } = await listJobs(ctx, filter());
    expect(jobs[0]?.webhook).toMatchObject({ name: "Old CRM", url: "https://old.example/" });
    expect(jobs[0]?.webhook.deletedAt).not.toBeNull();
  });

  it("shows nothing of another organisation", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const webhookId = await insertWebhook(theirs.ctx);
    await insertJob(theirs.ctx, { number: 1, webhookId });
    expect(await listJobs(mine.ctx, filter())).toEqual({ jobs: [], nextCursor: null });
    expect(await listJobs(mine.ctx, filter({ webhookId }))).toEqual({ jobs: [], nextCursor: null });
    expect(await findJob(mine.ctx, 1)).toBeNull();
    await expect(getJob(mine.ctx, 1)).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["of a webhook and type", { eventType: "attendee.deleted" }],
    ["of a webhook that succeeded", { status: "succeeded" as const }],
  ])("finds a rare job %s far back by following the cursor, in bounded stretches", async (_, values) => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId, status: "failed" });
    await insertJob(ctx, { number: 7, webhookId, eventType: "attendee.deleted", status: "succeeded" });
    await insertMany(ctx, webhookId, "failed");
    const found: number[] = [];
    let cursor: number | undefined;
    for (let pages = 0; pages < 20; pages++) {
      const page = await listJobs(ctx, filter({ webhookId, cursor, ...values }));
      found.push(...numbers(page));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toEqual([7]);
  });

  it("looks through a webhook's own jobs, however many others there are", async () => {
    const { ctx } = await createOrg();
    const [few, many] = [await insertWebhook(ctx), await insertWebhook(ctx)];
    await insertJob(ctx, { number: 1, webhookId: few, status: "succeeded" });
    await insertMany(ctx, many, "succeeded");
    const page = await listJobs(ctx, filter({ webhookId: few, status: "succeeded" }));
    expect([numbers(page), page.nextCursor]).toEqual([[1], null]);
  });
});

describe("getJob", () => {
  it("gives the event and each attempt with the exact body", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId, status: "failed", attemptCount: 2 });
    await insertAttempt(ctx, {
      jobNumber: 1,
      number: 1,
      requestBody: '{"z":1,  "a":2}',
      responseStatus: 500,
      responseHeaders: [["x-a", "b"]],
      responseBody: Buffer.from("no"),
    });
    await insertAttempt(ctx, {
      jobNumber: 1,
      number: 2,
      responseBody: Buffer.from([0xff, 0x00]),
      responseTruncated: true,
      errorClass: "reset",
      errorMessage: "The connection was cut.",
    });
    const job = await getJob(ctx, 1);
    expect(job.event).toMatchObject({ id: job.eventId, type: "attendee.created" });
    expect(job.event?.dataText).toBe('{"b":1,"a":2}');
    expect(job.attempts).toMatchObject([
      {
        number: 1,
        requestBody: '{"z":1,  "a":2}',
        responseStatus: 500,
        responseHeaders: [["x-a", "b"]],
        responseBody: { encoding: "text", content: "no", bytes: 2 },
      },
      {
        number: 2,
        requestBody: '{"z":1,  "a":2}',
        responseBody: { encoding: "base64", content: "/wA=", bytes: 2 },
        responseTruncated: true,
        errorClass: "reset",
        errorMessage: "The connection was cut.",
      },
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN, 2_147_483_648])("finds no job %s", async (number) => {
    const { ctx } = await createOrg();
    await expect(getJob(ctx, number)).rejects.toMatchObject({ code: "not_found" });
  });

  it("goes on without its event when that is no longer kept", async () => {
    const { ctx } = await createOrg();
    await insertJob(ctx, { number: 1, webhookId: await insertWebhook(ctx) });
    await db().execute(sql`delete from events where org_id = ${ctx.orgId}`);
    expect((await getJob(ctx, 1)).event).toBeNull();
  });
});

import { eq, sql } from "drizzle-orm";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { eventBatches, events, jobs } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { listJobs } from "@/lib/jobs/data";
import { cancelJob } from "@/lib/jobs/mutations";
import { countFailed, replayFailed } from "@/lib/jobs/replay";
import { startDelivering } from "@/scripts/test/delivering";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { type Receiver, startReceiver, status } from "@/scripts/test/receiver";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { findWebhook } from "./data";
import { createWebhook, setWebhookActive, updateWebhook } from "./mutations";
import { countMissed, dismissMissed, replayMissed } from "./replay";
import type { WebhookInput } from "./schema";

const attendee = (id: string, ticketType: string | null = null) => ({
  type: "attendee.created",
  data: {
    id,
    first_name: "Grace",
    last_name: "Hopper",
    email: "grace@example.org",
    ticket_type: ticketType,
    attendee_type: "Speaker",
    language: "en",
    created_at: "2026-04-02T08:15:00Z",
    updated_at: "2026-04-02T08:15:00Z",
  },
});

let delivering: { stop: () => Promise<void> };
const receivers: Receiver[] = [];

beforeAll(async () => {
  delivering = await startDelivering();
});

afterAll(async () => {
  await delivering.stop();
  await Promise.all(receivers.map((receiver) => receiver.close()));
});

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  receivers.push(started);
  return started;
}

const make = (ctx: Ctx, url: string, values: Partial<WebhookInput> = {}) =>
  createWebhook(ctx, { name: "Hook", url, subscriptions: ["attendee.*"], active: true, ...values });
/** What is counted is what is shown, not how quickly. */
const UNHURRIED = 60_000;
const until = <T>(look: () => Promise<T> | T) => vi.waitFor(look, { timeout: 15_000, interval: 50 });
const idsOf = ({ requests }: Receiver) => requests.map(({ body }) => JSON.parse(body).data.id as string);
const fannedOut = (ctx: Ctx, count: number) =>
  until(async () => expect((await listJobs(ctx, { limit: 100 })).jobs).toHaveLength(count));

describe("what a webhook missed while it was off", () => {
  it("is counted, offered, and delivered once it is active again", async () => {
    const { ctx } = await createOrg();
    const [to, witness] = [await receiver(), await receiver()];
    const { id } = await make(ctx, to.url);
    await make(ctx, witness.url);
    await acceptEvents(ctx, attendee("before"));
    await to.waitFor(1);
    expect(await countMissed(ctx, id)).toBeNull();
    await setWebhookActive(ctx, id, false);
    await acceptEvents(ctx, [attendee("m1"), attendee("m2"), attendee("m3")]);
    // Not before their batch is done with: what has no job then is to have none.
    await until(async () => expect(await countMissed(ctx, id)).toMatchObject({ count: 3, more: false }));
    await expect(replayMissed(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await setWebhookActive(ctx, id, true);
    expect(await findWebhook(ctx, id)).toMatchObject({ missedSince: expect.any(String) });
    await acceptEvents(ctx, attendee("after"));
    await to.waitFor(2);
    await fannedOut(ctx, 7);
    const both = await Promise.all([replayMissed(ctx, id), replayMissed(ctx, id)]);
    expect(both.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(3);
    await to.waitFor(5);
    expect(idsOf(to)).toEqual([
      "before",
      "after",
      ...["m1", "m2", "m3"].map(() => expect.stringMatching(/^m\d$/)),
    ]);
    expect(await countMissed(ctx, id)).toBeNull();
    expect(await replayMissed(ctx, id)).toEqual({ replayed: 0, more: false });
    const actions = (await listAudit(ctx, { kind: "webhook", id })).map(({ action }) => action);
    expect(actions).toContain("webhook.replayed");
  });

  it("begins with the job whose failure disabled it, and what was cancelled with it", async () => {
    const { ctx } = await createOrg();
    const to = await receiver(status(500));
    const retry = { kind: "custom" as const, delaysSeconds: [] };
    const { id } = await make(ctx, to.url, { retry, ordered: true });
    await acceptEvents(ctx, [attendee("a"), attendee("b"), attendee("c")]);
    await until(async () => expect((await findWebhook(ctx, id))?.status).toBe("disabled"));
    await until(async () => {
      const { jobs } = await listJobs(ctx, { limit: 10, webhookId: id });
      expect(jobs.map((job) => job.status).sort()).toEqual(["cancelled", "cancelled", "failed"]);
    });
    await until(async () => expect(await countMissed(ctx, id)).toMatchObject({ count: 3 }));
    to.answer((_request, response) => response.end("ok"));
    to.requests.length = 0;
    await setWebhookActive(ctx, id, true);
    expect(await replayMissed(ctx, id)).toEqual({ replayed: 3, more: false });
    await to.waitFor(3);
    expect(idsOf(to)).toEqual(["a", "b", "c"]);
    const { jobs } = await listJobs(ctx, { limit: 10, webhookId: id });
    expect(jobs).toHaveLength(3);
  });

  it("is what matches now, and neither tests nor what a person cancelled", async () => {
    const { ctx } = await createOrg();
    const [to, witness] = [await receiver(), await receiver()];
    const { id } = await make(ctx, to.url);
    await make(ctx, witness.url);
    await setWebhookActive(ctx, id, false);
    await acceptEvents(ctx, [attendee("x", "VIP"), attendee("y", "Visitor"), attendee("z", "VIP")]);
    await witness.waitFor(3);
    await fannedOut(ctx, 3);
    const missed = await db()
      .select({ id: events.id })
      .from(events)
      .where(eq(events.orgId, ctx.orgId))
      .orderBy(events.id);
    const zEvent = missed.filter(({ id: eventId }) => eventId).at(-1)?.id as string;
    await transaction(async (tx) => {
      await tx.insert(jobs).values({
        orgId: ctx.orgId,
        number: 900,
        eventId: zEvent,
        eventType: "attendee.created",
        webhookId: id,
        status: "queued",
      });
    });
    expect(await countMissed(ctx, id)).toMatchObject({ count: 2 });
    await cancelJob(ctx, 900);
    expect(await countMissed(ctx, id)).toMatchObject({ count: 2 });
    await updateWebhook(ctx, id, { filter: 'event.data.ticket_type == "VIP"' });
    expect(await countMissed(ctx, id)).toMatchObject({ count: 1 });
    await updateWebhook(ctx, id, { subscriptions: ["calendar_event.*"], filter: null });
    expect(await countMissed(ctx, id)).toMatchObject({ count: 0 });
  });

  it("reaches back to retries that were cancelled with it", async () => {
    const { ctx } = await createOrg();
    const id = await insertWebhook(ctx, { subscriptions: ["attendee.*"] });
    const dayAgo = new Date(Date.now() - 86_400_000);
    const eventId = ulid(dayAgo.getTime());
    await insertJob(ctx, {
      number: 1,
      webhookId: id,
      status: "retrying",
      eventId,
      dueAt: new Date(Date.now() + 1e7),
    });
    await insertJob(ctx, { number: 2, webhookId: id, status: "succeeded" });
    await setWebhookActive(ctx, id, false);
    expect(await countMissed(ctx, id)).toMatchObject({ count: 1, more: false });
  });

  it("can be let go", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    const { id } = await make(ctx, to.url, { subscriptions: ["attendee.*", "webhook.deactivated"] });
    await setWebhookActive(ctx, id, false);
    await setWebhookActive(ctx, id, true);
    expect(await countMissed(ctx, id)).toMatchObject({ count: 0 });
    await dismissMissed(ctx, id);
    expect(await countMissed(ctx, id)).toBeNull();
    await setWebhookActive(ctx, id, false);
    expect(await countMissed(ctx, id)).not.toBeNull();
  });

  it("is bounded, and goes on where it stopped", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((_request, response) => response.destroy());
    const { id } = await make(ctx, to.url, { ordered: true });
    await setWebhookActive(ctx, id, false);
    const rows = Array.from({ length: 10_500 }, () => ({
      id: ulid(),
      orgId: ctx.orgId,
      type: "attendee.created",
      data: {},
      occurredAt: new Date(),
    }));
    await transaction(async (tx) => {
      for (let i = 0; i < rows.length; i += 3_500) await tx.insert(events).values(rows.slice(i, i + 3_500));
    });
    expect(await countMissed(ctx, id, UNHURRIED)).toMatchObject({ count: 10_000, more: true });
    const hurried = await countMissed(ctx, id, 0);
    expect(hurried?.count).toBeLessThan(10_000);
    expect(hurried?.more).toBe(true);
    await setWebhookActive(ctx, id, true);

    expect(await replayMissed(ctx, id)).toEqual({ replayed: 10_000, more: true });

    expect(await replayMissed(ctx, id)).toEqual({ replayed: 500, more: false });
    const numbers = await db().select({ number: jobs.number }).from(jobs).where(eq(jobs.webhookId, id));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(rows.length);
    await setWebhookActive(ctx, id, false);
  });

  it("is found behind any number of events that are not for it", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((_request, response) => response.destroy());
    const { id } = await make(ctx, to.url, { subscriptions: ["attendee.deleted"] });
    await setWebhookActive(ctx, id, false);
    await withPatience(LONG_PATIENCE_MS, () =>
      db().execute(sql`
        insert into events (id, org_id, type, data, occurred_at)
        select ${ulid().slice(0, 10)} || lpad(n::text, 16, '0'), ${ctx.orgId},
          case when n in (1, 10000, 10001, 20001) then 'attendee.deleted' else 'attendee.created' end, '{}', now()
        from generate_series(1, 20001) n`),
    );
    expect(await countMissed(ctx, id, UNHURRIED)).toMatchObject({ count: 4, more: false });
    // With no time at all it is looked for until something is found.
    expect(await countMissed(ctx, id, 0)).toMatchObject({ count: 1, more: true });
    await setWebhookActive(ctx, id, true);
    expect(await replayMissed(ctx, id)).toEqual({ replayed: 4, more: false });
    await setWebhookActive(ctx, id, false);
  });

  it("is offered on while a batch from before it was activated is in hand", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((_request, response) => response.destroy());
    const { id } = await make(ctx, to.url, { ordered: true });
    await setWebhookActive(ctx, id, false);
    const [eventId, batchId] = [ulid(), ulid()];
    const leasedUntil = new Date(Date.now() + 3_600_000);
    await transaction(async (tx) => {
      const row = {
        id: eventId,
        orgId: ctx.orgId,
        type: "attendee.created",
        data: {},
        occurredAt: new Date(),
      };
      await tx.insert(events).values(row);
      await tx
        .insert(eventBatches)
        .values({ id: batchId, orgId: ctx.orgId, eventIds: [eventId], leasedUntil });
    });
    await setWebhookActive(ctx, id, true);

    expect(await replayMissed(ctx, id)).toEqual({ replayed: 0, more: true });
    expect(await countMissed(ctx, id)).toMatchObject({ count: 0 });

    await db().delete(eventBatches).where(eq(eventBatches.id, batchId));
    await until(async () => expect(await replayMissed(ctx, id)).toEqual({ replayed: 1, more: false }));
    await setWebhookActive(ctx, id, false);
  });

  it("is nothing to another organisation, nor to be replayed by a viewer", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const id = await insertWebhook(theirs.ctx);
    const missing = { code: "not_found" };
    await expect(countMissed(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(replayMissed(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(dismissMissed(mine.ctx, id)).rejects.toMatchObject(missing);
    const viewer = await addMember(theirs.orgId, "viewer");
    await expect(replayMissed(viewer.ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await countMissed(viewer.ctx, id)).toBeNull();
  });
});

describe("failed jobs", () => {
  it("are counted and queued again in bulk, of active webhooks alone", async () => {
    const { ctx } = await createOrg();
    const other = await createOrg();
    const to = await receiver();
    const { id: active } = await make(ctx, to.url);
    const off = await insertWebhook(ctx, { status: "inactive" });
    for (let number = 1; number <= 5; number++) {
      await insertJob(ctx, { number, webhookId: active, status: "failed", attemptCount: 3 });
    }
    await insertJob(ctx, { number: 6, webhookId: off, status: "failed" });
    await insertJob(ctx, { number: 7, webhookId: active, status: "failed", isTest: true });
    await insertJob(ctx, { number: 8, webhookId: active, status: "failed", eventType: "attendee.deleted" });
    expect(await countFailed(other.ctx, {})).toEqual({ count: 0, more: false });
    expect(await countFailed(ctx, {})).toEqual({ count: 6, more: false });
    expect(await countFailed(ctx, { eventType: "attendee.deleted" })).toEqual({ count: 1, more: false });
    expect(await countFailed(ctx, { from: new Date(Date.now() + 60_000).toISOString() })).toMatchObject({
      count: 0,
    });
    expect(await replayFailed(other.ctx, { webhookId: active })).toEqual({ replayed: 0, more: false });
    expect(await replayFailed(ctx, { webhookId: active, eventType: "attendee.created" })).toEqual({
      replayed: 5,
      more: false,
    });
    await to.waitFor(5);
    await until(async () => {
      const { jobs } = await listJobs(ctx, { limit: 10, webhookId: active });
      expect(jobs.filter(({ status }) => status === "succeeded")).toHaveLength(5);
    });
    const viewer = await addMember(ctx.orgId, "viewer");
    await expect(replayFailed(viewer.ctx, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

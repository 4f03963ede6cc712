import { and, eq } from "drizzle-orm";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { eventBatches, jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import type { Delivery } from "./delivery";
import { createDispatcher } from "./dispatcher";
import { drainLane } from "./lane";
import { deliveryOf, outcomeOf } from "./outcome.testing";
import { createResults } from "./results";
import { requestWakes } from "./wake";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);

/** A dispatcher that notes what it sends; an attempt ends when `until` resolves. */
function noting(until: () => Promise<void> = async () => {}) {
  const sent: number[] = [];
  const dispatcher = createDispatcher(async (delivery: Delivery) => {
    sent.push(delivery.number);
    await until();
    return outcomeOf(delivery, null);
  });
  return { dispatcher, sent };
}

const jobOf = async (ctx: Ctx, number: number) =>
  (
    await db()
      .select()
      .from(jobs)
      .where(and(eq(jobs.orgId, ctx.orgId), eq(jobs.number, number)))
  )[0];

const laneOf = async (webhookId: string) =>
  (await db().select().from(lanes).where(eq(lanes.webhookId, webhookId)))[0];

describe("an ordered lane", () => {
  it("waits for a job whose process may live, and begins with it once that must have died", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { ordered: true });
    await insertJob(ctx, { number: 1, webhookId, status: "running", leaseUntil: inSeconds(60) });
    await insertJob(ctx, { number: 2, webhookId });
    const { dispatcher, sent } = noting();
    const wake = await drainLane(webhookId, undefined, dispatcher);
    expect(sent).toEqual([]);
    expect(wake).toBeGreaterThan(Date.now() + 50_000);

    await db()
      .update(jobs)
      .set({ leaseUntil: inSeconds(-1) })
      .where(eq(jobs.webhookId, webhookId));
    expect(await drainLane(webhookId, undefined, dispatcher)).toBeNull();
    expect(sent).toEqual([1, 2]);
    await dispatcher.stop(1_000);
  });

  it("goes by the order of acceptance, and waits until the jobs of earlier events are made", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { ordered: true });
    const [first, earlier, second] = [ulid(), ulid(), ulid()].sort() as [string, string, string];
    await insertJob(ctx, { number: 1, webhookId, eventId: second });
    await insertJob(ctx, { number: 2, webhookId, eventId: first });
    await db()
      .insert(eventBatches)
      .values({ id: earlier, eventIds: [first] });
    const { dispatcher, sent } = noting();
    const wake = await drainLane(webhookId, undefined, dispatcher);
    expect(sent).toEqual([2]);
    expect(wake).toBeGreaterThan(Date.now());

    await db().delete(eventBatches).where(eq(eventBatches.id, earlier));
    await drainLane(webhookId, undefined, dispatcher);
    expect(sent).toEqual([2, 1]);
    await dispatcher.stop(1_000);
  });
});

describe("the wake of a lane", () => {
  it("is planned once: a call that is made again, as after a crash, gives the same answer", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId, status: "retrying", dueAt: inSeconds(60) });
    const at = Date.now();
    await requestWakes([{ webhookId, at }]);
    const { dispatcher } = noting();
    const planned = await drainLane(webhookId, at, dispatcher);
    expect(planned).toBeGreaterThan(at + 50_000);
    expect(await drainLane(webhookId, at, dispatcher)).toBe(planned);
    // Another wake has taken its place meanwhile, with a run of its own.
    await requestWakes([{ webhookId, at: at + 1_000 }]);
    expect(await drainLane(webhookId, at, dispatcher)).toBeNull();
    await dispatcher.stop(1_000);
  });

  it("is asked for after a run that is just ending has had its last word", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await db()
      .update(lanes)
      .set({ wakeAt: inSeconds(-1) })
      .where(eq(lanes.webhookId, webhookId));
    const at = Date.now();
    let asked: Promise<void> | undefined;
    await sql().begin(async (tx) => {
      await tx`update lanes set wake_at = null where webhook_id = ${webhookId}`;
      asked = requestWakes([{ webhookId, at }]);
      await vi.waitFor(async () => {
        const waiting =
          await sql()`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        expect(waiting).toHaveLength(1);
      });
    });
    await asked;
    expect((await laneOf(webhookId))?.wakeAt?.getTime()).toBe(at);
  });
});

describe("what a process holds", () => {
  it("is not sent once its webhook is switched off, and is cancelled", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { dispatcher, sent } = noting(() => released);
    for (let number = 1; number <= 20; number++) {
      await insertJob(ctx, { number, webhookId, status: "running", leaseUntil: inSeconds(60) });
    }
    const deliveries = await Promise.all(
      Array.from({ length: 20 }, (_, index) => deliveryOf(ctx, webhookId, index + 1)),
    );
    await db().update(webhooks).set({ status: "inactive" }).where(eq(webhooks.id, webhookId));
    const settled = deliveries.map((delivery) => dispatcher.submit(delivery));
    await vi.waitFor(async () => {
      expect(await jobOf(ctx, 20)).toMatchObject({
        status: "cancelled",
        reason: "The webhook is not active",
      });
    });
    release();
    await Promise.all(settled);
    expect(sent).toHaveLength(16);
    await dispatcher.stop(1_000);
  });

  it("is bounded at a rate, however slow the receiver, and so are the slots it reserves", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { rateLimit: 20 });
    for (let number = 1; number <= 200; number++) await insertJob(ctx, { number, webhookId });
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { dispatcher, sent } = noting(() => released);
    for (let call = 0; call < 5; call++) await drainLane(webhookId, undefined, dispatcher);
    expect(dispatcher.heldOf(webhookId)).toBe(40);
    expect((await laneOf(webhookId))?.nextSlotAt?.getTime()).toBeLessThan(Date.now() + 2_100);
    await vi.waitFor(() => expect(sent).toHaveLength(16), { timeout: 5_000 });
    release();
    await dispatcher.stop(1_000);
  });
});

describe("the result of an attempt", () => {
  it("ends no webhook when the job is no longer this process's", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { failureRule: { kind: "first" } });
    await insertJob(ctx, { number: 1, webhookId, status: "queued" });
    const delivery = await deliveryOf(ctx, webhookId, 1);
    const outcome = outcomeOf(delivery, "The connection was closed.");
    await createResults()({
      ...outcome,
      delivery: { ...delivery, webhook: { ...delivery.webhook, failureRule: { kind: "first" } } },
    });
    expect(await jobOf(ctx, 1)).toMatchObject({ status: "queued", attemptCount: 0 });
    const [webhook] = await db().select().from(webhooks).where(eq(webhooks.id, webhookId));
    expect(webhook?.status).toBe("active");
  });

  it("is not taken for that of another job, which a crash of the database gave its number", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId, status: "running", leaseUntil: inSeconds(60) });
    const mine = await deliveryOf(ctx, webhookId, 1);
    const write = createResults();
    await write(outcomeOf({ ...mine, event: { ...mine.event, id: ulid() } }, null));
    expect(await jobOf(ctx, 1)).toMatchObject({ status: "running", attemptCount: 0 });
    await write(outcomeOf(mine, null));
    expect(await jobOf(ctx, 1)).toMatchObject({ status: "succeeded", attemptCount: 1 });
  });
});

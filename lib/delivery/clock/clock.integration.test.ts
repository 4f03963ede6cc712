import { and, eq } from "drizzle-orm";
import { ulid } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { eventBatches, jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { gate, notingClock } from "./clock.testing";
import { PLACES_PER_LANE } from "./constants";

// Nothing else drains what is here: a database of its own, and no engine.
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
beforeEach(async () => {
  await sql()`truncate events, event_batches, jobs, attempts, engine_runs, organisations cascade`;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const until = <T>(look: () => Promise<T> | T) => vi.waitFor(look, { timeout: 10_000, interval: 20 });

const jobOf = async (ctx: Ctx, number: number) =>
  (
    await db()
      .select()
      .from(jobs)
      .where(and(eq(jobs.orgId, ctx.orgId), eq(jobs.number, number)))
  )[0];
const laneOf = async (webhookId: string) =>
  (await db().select().from(lanes).where(eq(lanes.webhookId, webhookId)))[0];
const laneIsDue = (webhookId: string, dueAt = inSeconds(-1)) =>
  db().update(lanes).set({ dueAt }).where(eq(lanes.webhookId, webhookId));
const statusesOf = async (ctx: Ctx) =>
  (
    await db()
      .select({ status: jobs.status })
      .from(jobs)
      .where(eq(jobs.orgId, ctx.orgId))
      .orderBy(jobs.number)
  ).map(({ status }) => status);

describe("accepted events", () => {
  const ids = Array.from({ length: 60 }, (_, index) => `e${index}`);

  it("that two processes take at the same time are shared: each batch is one's, each event sent once", async () => {
    const { ctx, orgId } = await createOrg();
    await insertWebhook(ctx);
    for (const id of ids) await acceptEvents(ctx, attendee(id));
    const both = [notingClock(), notingClock()];
    const taken = await Promise.all(both.map(({ clock }) => clock.takeLeft()));
    await Promise.all(both.map(({ clock }) => clock.stop(10_000)));
    expect((taken[0] ?? 0) + (taken[1] ?? 0)).toBe(ids.length);
    const [made] = await sql()`
      select count(*)::int as count, count(distinct event_id)::int as events from jobs where org_id = ${orgId}`;
    expect(made).toEqual({ count: ids.length, events: ids.length });
    const sent = both.flatMap((one) => one.sent);
    expect(new Set(sent).size).toBe(sent.length);
    expect(await sql()`select id from event_batches`).toEqual([]);
  });

  it("whose process died are sent again, and pairs that have a job are left alone", async () => {
    const { ctx } = await createOrg();
    const webhookIds = [await insertWebhook(ctx), await insertWebhook(ctx)];
    const [id] = (await acceptEvents(ctx, attendee("half"))).ids;
    await sql()`update event_batches set leased_until = now() - interval '1 s'`;
    await sql()`update org_counters set last_job_number = 1 where org_id = ${ctx.orgId}`;
    await sql()`
      insert into jobs (org_id, number, event_id, event_type, webhook_id, status)
      values (${ctx.orgId}, 1, ${id as string}, 'attendee.created', ${webhookIds[0] as string}, 'succeeded')`;
    const { clock, sent } = notingClock();
    await clock.takeLeft();
    await until(async () => expect(await sql()`select id from event_batches`).toEqual([]));
    await clock.stop(1_000);
    expect(await statusesOf(ctx)).toEqual(["succeeded", "succeeded"]);
    expect(sent).toEqual([id]);
    expect((await jobOf(ctx, 1))?.attemptCount).toBe(0);
  });

  it("that nobody subscribes to end their batch", async () => {
    const { ctx } = await createOrg();
    await acceptEvents(ctx, attendee("nobody"));
    const { clock } = notingClock();
    expect(await clock.takeLeft()).toBe(1);
    await until(async () => expect(await sql()`select id from event_batches`).toEqual([]));
    await clock.stop(1_000);
    expect(await statusesOf(ctx)).toEqual([]);
  });

  it("under way for long get their row meanwhile, and their result ends it", async () => {
    const { ctx } = await createOrg();
    await insertWebhook(ctx);
    const { opened, open } = gate();
    const { clock } = notingClock({ until: () => opened });
    await acceptEvents(ctx, attendee("slow"));
    await clock.takeLeft();
    await until(async () => expect(await statusesOf(ctx)).toEqual(["running"]));
    expect(await sql()`select id from event_batches`).toEqual([]);
    open();
    await until(async () => expect(await statusesOf(ctx)).toEqual(["succeeded"]));
    await clock.stop(1_000);
  });

  it("wait in their table when a receiver can't keep up, and go on from there", async () => {
    const { ctx } = await createOrg();
    await insertWebhook(ctx);
    const { opened, open } = gate();
    const { clock, sent } = notingClock({ until: () => opened });
    await acceptEvents(
      ctx,
      Array.from({ length: 40 }, (_, index) => attendee(`w${index}`)),
    );
    await clock.takeLeft();
    await until(async () => expect((await statusesOf(ctx)).length).toBe(40));
    expect(sent).toHaveLength(PLACES_PER_LANE);
    open();
    await until(async () => expect(new Set(await statusesOf(ctx))).toEqual(new Set(["succeeded"])));
    expect(sent).toHaveLength(40);
    await clock.stop(1_000);
  });

  it("follow their webhook's settings of the moment: nothing goes to one that was just switched off", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { clock, sent } = notingClock();
    await acceptEvents(ctx, attendee("on"));
    await clock.takeLeft();
    await until(() => expect(sent).toHaveLength(1));
    await db().update(webhooks).set({ status: "inactive" }).where(eq(webhooks.id, webhookId));
    await acceptEvents(ctx, attendee("off"));
    await clock.takeLeft();
    await until(async () => expect(await sql()`select id from event_batches`).toEqual([]));
    expect(sent).toHaveLength(1);
    await clock.stop(1_000);
  });
});

describe("an ordered lane", () => {
  it("waits for a job whose process may live, and begins with it once that must have died", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { ordered: true });
    await insertJob(ctx, { number: 1, webhookId, status: "running", dueAt: inSeconds(60) });
    await insertJob(ctx, { number: 2, webhookId });
    await laneIsDue(webhookId);
    const { clock, sent, hints } = notingClock();
    await clock.drainDue();
    await until(() => expect(hints[0]).toBeGreaterThan(50_000));
    expect(sent).toEqual([]);

    await db()
      .update(jobs)
      .set({ dueAt: inSeconds(-1) })
      .where(and(eq(jobs.webhookId, webhookId), eq(jobs.status, "running")));
    await laneIsDue(webhookId);
    await clock.drainDue();
    await until(() => expect(sent).toEqual([1, 2]));
    await clock.stop(1_000);
  });

  it("goes by the order of acceptance, and waits until the jobs of earlier events are made", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { ordered: true });
    const [first, earlier, second] = [ulid(), ulid(), ulid()].sort() as [string, string, string];
    await insertJob(ctx, { number: 1, webhookId, eventId: second });
    await insertJob(ctx, { number: 2, webhookId, eventId: first });
    await db()
      .insert(eventBatches)
      .values({ id: earlier, orgId: ctx.orgId, eventIds: [first], leasedUntil: inSeconds(60) });
    await laneIsDue(webhookId);
    const { clock, sent } = notingClock();
    await clock.drainDue();
    await until(async () => expect((await laneOf(webhookId))?.leasedBy).toBeNull());
    expect(sent).toEqual([2]);

    await db().delete(eventBatches).where(eq(eventBatches.id, earlier));
    await until(() => expect(sent).toEqual([2, 1]));
    await clock.stop(1_000);
  });
});

describe("a lane", () => {
  it("is drained by one process, and given back due when its next job is", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId });
    await insertJob(ctx, {
      number: 2,
      webhookId,
      status: "retrying",
      attemptCount: 1,
      dueAt: inSeconds(600),
    });
    await laneIsDue(webhookId);
    const both = [notingClock(), notingClock()];
    const taken = await Promise.all(both.map(({ clock }) => clock.drainDue()));
    expect(taken.sort()).toEqual([0, 1]);
    await until(async () => expect((await laneOf(webhookId))?.dueAt).not.toBeNull());
    expect((await laneOf(webhookId))?.dueAt?.getTime()).toBe((await jobOf(ctx, 2))?.dueAt.getTime());
    expect(both.flatMap(({ sent }) => sent)).toEqual([1]);
    expect(both.flatMap(({ hints }) => hints)[0]).toBeGreaterThan(590_000);
    await Promise.all(both.map(({ clock }) => clock.stop(1_000)));
  });

  it("whose holder died is taken when its lease has run out", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId });
    const lease = { leasedBy: "dead", leasedUntil: inSeconds(60) };
    await db().update(lanes).set(lease).where(eq(lanes.webhookId, webhookId));
    const { clock, sent } = notingClock();
    expect(await clock.drainDue()).toBe(0);
    await db()
      .update(lanes)
      .set({ leasedUntil: inSeconds(-1) })
      .where(eq(lanes.webhookId, webhookId));
    expect(await clock.drainDue()).toBe(1);
    await until(() => expect(sent).toEqual([1]));
    await clock.stop(1_000);
  });

  it("that is given back in the moment a job comes is not forgotten", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId });
    await laneIsDue(webhookId);
    let left: Promise<unknown> | undefined;
    const { clock, sent } = notingClock();
    await sql().begin(async (tx) => {
      await tx`update lanes set due_at = now() where webhook_id = ${webhookId}`;
      left = clock.drainDue();
      // It is skipped while somebody writes to it.
      expect(await left).toBe(0);
    });
    await clock.drainDue();
    await until(() => expect(sent).toEqual([1]));
    await until(async () => expect((await laneOf(webhookId))?.leasedBy).toBeNull());
    await clock.stop(1_000);
  });

  it("at a rate claims no more than goes within its window, however slow the receiver", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { rateLimit: 20 });
    for (let number = 1; number <= 200; number++) await insertJob(ctx, { number, webhookId });
    await laneIsDue(webhookId);
    const { opened, open } = gate();
    const { clock, sent } = notingClock({ until: () => opened });
    await clock.drainDue();
    await until(() => expect(sent).toHaveLength(PLACES_PER_LANE));
    const running = (await statusesOf(ctx)).filter((status) => status === "running");
    expect(running.length).toBeLessThanOrEqual(PLACES_PER_LANE + 5);
    expect((await laneOf(webhookId))?.nextSlotAt?.getTime()).toBeLessThan(Date.now() + 600);
    open();
    await clock.stop(1_000);
  });
});

describe("what a process holds", () => {
  it("is not sent once its webhook is switched off, and is cancelled", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { opened, open } = gate();
    const { clock, sent } = notingClock({ until: () => opened });
    for (let number = 1; number <= 40; number++) await insertJob(ctx, { number, webhookId });
    await laneIsDue(webhookId);
    await clock.drainDue();
    await until(() => expect(sent).toHaveLength(PLACES_PER_LANE));
    await db().update(webhooks).set({ status: "inactive" }).where(eq(webhooks.id, webhookId));
    await until(async () =>
      expect((await statusesOf(ctx)).filter((status) => status === "cancelled").length).toBe(24),
    );
    open();
    await until(() => expect(clock.size).toBe(0));
    expect(sent).toHaveLength(PLACES_PER_LANE);
    await clock.stop(1_000);
  });

  it("goes back to the table at a stop, due at once, and the lane with it", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { opened, open } = gate();
    const { clock } = notingClock({ until: () => opened });
    await acceptEvents(
      ctx,
      Array.from({ length: 30 }, (_, index) => attendee(`s${index}`)),
    );
    await clock.takeLeft();
    await clock.stop(100);
    open();
    expect(await statusesOf(ctx)).toEqual(Array(30).fill("queued"));
    expect(await laneOf(webhookId)).toMatchObject({ leasedBy: null, dueAt: expect.any(Date) });
    expect(await sql()`select id from event_batches`).toEqual([]);
  });

  it("is kept while the database refuses to take it back", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { opened, open } = gate();
    let refusals = 0;
    const { clock } = notingClock({ until: () => opened });
    for (let number = 1; number <= 20; number++) await insertJob(ctx, { number, webhookId });
    await laneIsDue(webhookId);
    await clock.drainDue();
    await until(() => expect(clock.size).toBeGreaterThanOrEqual(PLACES_PER_LANE));
    await refuseToTakeBack();
    const faults = vi.spyOn(console, "error").mockImplementation(() => {
      refusals++;
    });
    const stopped = clock.stop(2_000);
    await sql()`drop trigger refuse on jobs`;
    open();
    await stopped;
    faults.mockRestore();
    expect(refusals).toBeGreaterThanOrEqual(0);
    for (const status of await statusesOf(ctx)) expect(["queued", "succeeded"]).toContain(status);
  });
});

async function refuseToTakeBack(): Promise<void> {
  await sql()`create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`;
  await sql()`create trigger refuse before update on jobs for each row when (new.status = 'queued') execute function refuse()`;
}

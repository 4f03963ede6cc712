import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { claimDue } from "./claims";
import type { Delivery, Outcome } from "./delivery";
import { createDispatcher, type Dispatcher } from "./dispatcher";
import { drainLane } from "./lane";
import { deliveryOf, outcomeOf } from "./outcome.testing";
import { endPause, pauseLanes } from "./pauses";
import { requestWakes } from "./wake";
import { findDeliveryWebhook } from "./webhook";

// Two processes that share the database and nothing else: a dispatcher each.
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
const running: Dispatcher[] = [];
afterEach(() => Promise.all(running.splice(0).map((dispatcher) => dispatcher.stop(1_000))));
afterAll(async () => {
  await closeDb();
  await database.drop();
});

/** A process whose receiver answers like this; `sent` are the jobs it was sent, with when. */
function processWith(answer: (delivery: Delivery) => Outcome) {
  const sent: { number: number; at: number }[] = [];
  const dispatcher = createDispatcher(async (delivery) => {
    sent.push({ number: delivery.number, at: Date.now() });
    return answer(delivery);
  });
  running.push(dispatcher);
  return { dispatcher, sent };
}

const takes = (delivery: Delivery) => outcomeOf(delivery, null);
const refuses =
  (seconds: number) =>
  (delivery: Delivery): Outcome => ({
    ...outcomeOf(delivery, "Too many"),
    verdict: { kind: "retry", dueAt: new Date(), counted: false },
    asks: { status: 429, seconds },
  });

const laneOf = async (webhookId: string) =>
  (await db().select().from(lanes).where(eq(lanes.webhookId, webhookId)))[0];
const webhookOf = async (id: string) => {
  const webhook = await findDeliveryWebhook(id);
  if (!webhook) throw new Error("There is no such webhook.");
  return webhook;
};
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);

/** One process is told to wait; resolves when that is written down, with until when. */
async function refuseOnce(ctx: Ctx, webhookId: string, number: number, seconds: number): Promise<number> {
  await insertJob(ctx, { number, webhookId, status: "running" });
  const { dispatcher } = processWith(refuses(seconds));
  await dispatcher.submit(await deliveryOf(ctx, webhookId, number));
  return (await laneOf(webhookId))?.resumeAt?.getTime() ?? 0;
}

describe("a pause that one process was asked for", () => {
  it("is kept by another that has jobs of the webhook in memory, and goes by in both", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const other = processWith(takes);
    for (let number = 1; number <= 5; number++) {
      await insertJob(ctx, { number, webhookId, status: "running", leaseUntil: inSeconds(60) });
      // Their place in the lane's pace comes in a second.
      void other.dispatcher.submit(await deliveryOf(ctx, webhookId, number), 1_000);
    }
    const resumeAt = await refuseOnce(ctx, webhookId, 6, 2.5);
    expect(resumeAt).toBeGreaterThan(Date.now() + 2_000);
    const statuses = async () =>
      (await db().select().from(jobs).where(eq(jobs.webhookId, webhookId))).map(({ status }) => status);
    await vi.waitFor(async () => expect(new Set(await statuses())).toEqual(new Set(["queued", "retrying"])));
    expect(other.dispatcher.heldOf(webhookId)).toBe(0);

    const wake = await drainLane(webhookId, undefined, other.dispatcher);
    expect(wake).toBeGreaterThanOrEqual(resumeAt);
    expect(wake).toBeLessThan(resumeAt + 100);
    expect(other.sent).toEqual([]);
    const drained = async () => {
      await drainLane(webhookId, undefined, other.dispatcher);
      expect(other.sent).toHaveLength(6);
    };
    await vi.waitFor(drained, { timeout: 15_000, interval: 100 });
    expect(Math.min(...other.sent.map(({ at }) => at))).toBeGreaterThanOrEqual(resumeAt);
  });

  it.each([{ ordered: false }, { ordered: true }])(
    "keeps its jobs from being claimed: %j",
    async (settings) => {
      const { ctx } = await createOrg();
      const webhookId = await insertWebhook(ctx, settings);
      await insertJob(ctx, { number: 1, webhookId });
      const before = await webhookOf(webhookId);
      await refuseOnce(ctx, webhookId, 2, 60);
      // As one does that has not heard of it.
      expect(await claimDue(before, 10)).toEqual([]);
    },
  );

  it("keeps new jobs in the table, and for a while what comes after it goes by the lane's own run", async () => {
    const { ctx } = await createOrg();
    const [asked, never] = await Promise.all([insertWebhook(ctx), insertWebhook(ctx)]);
    const { dispatcher } = processWith(takes);
    expect(dispatcher.room(await webhookOf(asked))).toBeGreaterThan(0);
    await refuseOnce(ctx, asked, 1, 60);
    expect(dispatcher.room(await webhookOf(asked))).toBe(0);
    expect(dispatcher.room(await webhookOf(never))).toBeGreaterThan(0);

    await db()
      .update(lanes)
      .set({ resumeAt: inSeconds(-60) })
      .where(eq(lanes.webhookId, never));
    expect(dispatcher.room(await webhookOf(never))).toBe(0);
    expect(dispatcher.perSecond(await webhookOf(never))).toBe(1);
    await db()
      .update(lanes)
      .set({ resumeAt: inSeconds(-7_200) })
      .where(eq(lanes.webhookId, asked));
    const restarted = processWith(takes);
    expect(restarted.dispatcher.room(await webhookOf(asked))).toBeGreaterThan(0);
  });

  it("is what a lane is woken after, whoever asks, and where its pace begins anew", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { rateLimit: 5 });
    const resumeAt = await refuseOnce(ctx, webhookId, 1, 60);
    await requestWakes([{ webhookId, at: Date.now() }]);
    expect(await laneOf(webhookId)).toMatchObject({
      wakeAt: new Date(resumeAt),
      nextSlotAt: new Date(resumeAt),
      resumeStatus: 429,
    });
  });

  it("is never shortened", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { url } = await webhookOf(webhookId);
    const [sooner, later] = [inSeconds(10), inSeconds(20)];
    await pauseLanes([
      { webhookId, url, until: later, status: 503 },
      { webhookId, url, until: sooner, status: 429 },
    ]);
    await pauseLanes([{ webhookId, url, until: sooner, status: 429 }]);
    expect(await laneOf(webhookId)).toMatchObject({ resumeAt: later, resumeStatus: 503 });
  });

  it("says nothing of another receiver, once the webhook's URL is changed", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await insertJob(ctx, { number: 1, webhookId, status: "running" });
    const { dispatcher } = processWith(refuses(60));
    await dispatcher.submit(await deliveryOf(ctx, webhookId, 1));
    expect(dispatcher.room(await webhookOf(webhookId))).toBe(0);
    await db().update(webhooks).set({ url: "http://127.0.0.1:8999/new" }).where(eq(webhooks.id, webhookId));
    await endPause(webhookId);
    expect(dispatcher.room(await webhookOf(webhookId))).toBeGreaterThan(0);
    expect(dispatcher.perSecond(await webhookOf(webhookId))).toBeNull();
  });
});

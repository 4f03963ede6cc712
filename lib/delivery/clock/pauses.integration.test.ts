import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { makeLanesDue } from "@/lib/jobs/due";
import { endPause } from "@/lib/webhooks/pause";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import type { Delivery, Outcome } from "../delivery";
import { findDeliveryWebhook } from "../webhook";
import { gate, notingClock } from "./clock.testing";
import { PLACES_PER_LANE } from "./constants";
import { outcomeOf } from "./outcome.testing";
import { pauseLanes } from "./pauses";
import { createPgStore } from "./pg-store";

// Two processes that share the database and nothing else: a clock each. Nobody else drains what is here.
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const refuses =
  (seconds: number) =>
  (delivery: Delivery): Outcome => {
    const failed = outcomeOf(delivery, "Too many");
    return {
      ...failed,
      exchange: { ...failed.exchange, status: 429 },
      verdict: { kind: "retry", inMs: 0, counted: false },
      asks: { status: 429, seconds },
    };
  };

const laneOf = async (webhookId: string) =>
  (await db().select().from(lanes).where(eq(lanes.webhookId, webhookId)))[0];
const statusesOf = async (webhookId: string) =>
  (await db().select().from(jobs).where(eq(jobs.webhookId, webhookId))).map(({ status }) => status);
const webhookOf = async (id: string) => {
  const webhook = await findDeliveryWebhook(id);
  if (!webhook) throw new Error("There is no such webhook.");
  return webhook;
};
const until = <T>(look: () => Promise<T> | T) => vi.waitFor(look, { timeout: 15_000, interval: 20 });

/** One process is told to wait; resolves when that is written down, with until when. */
async function refuseOnce(ctx: Ctx, webhookId: string, number: number, seconds: number): Promise<number> {
  await insertJob(ctx, { number, webhookId });
  await makeLanesDue([webhookId]);
  const { clock } = notingClock({ answer: refuses(seconds) });
  await clock.drainDue();
  await until(async () => expect((await laneOf(webhookId))?.resumeAt).not.toBeNull());
  await clock.stop(5_000);
  return (await laneOf(webhookId))?.resumeAt?.getTime() ?? 0;
}

describe("a pause that one process was asked for", () => {
  it("is kept by another that has jobs of the webhook in memory, and goes by in both", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { opened, open } = gate();
    const at: number[] = [];
    const other = notingClock({
      until: async () => {
        at.push(Date.now());
        await opened;
      },
    });
    const count = PLACES_PER_LANE + 5;
    for (let index = 0; index < count; index++) await acceptEvents(ctx, attendee(`kept-${index}`));
    await other.clock.takeLeft();
    await until(() => expect(other.sent).toHaveLength(PLACES_PER_LANE));
    const resumeAt = await refuseOnce(ctx, webhookId, 1_000, 2.5);
    await until(async () =>
      expect((await statusesOf(webhookId)).filter((status) => status === "queued")).toHaveLength(5),
    );
    open();
    const drained = async () => {
      await other.clock.drainDue();
      expect(other.sent).toHaveLength(count + 1);
    };
    await until(drained);
    await other.clock.stop(5_000);
    expect(Math.min(...at.slice(PLACES_PER_LANE))).toBeGreaterThanOrEqual(resumeAt);
    expect(new Set(await statusesOf(webhookId))).toEqual(new Set(["succeeded"]));
  });

  it.each([{ ordered: false }, { ordered: true }])(
    "keeps its jobs from being claimed: %j",
    async (settings) => {
      const { ctx } = await createOrg();
      const webhookId = await insertWebhook(ctx, settings);
      await insertJob(ctx, { number: 1, webhookId });
      const store = createPgStore("one that has not heard of it");
      await makeLanesDue([webhookId]);
      const [lease] = await store.leaseLanes({ ids: [webhookId] });
      if (!lease) throw new Error("The lane was not due.");
      const { url } = await webhookOf(webhookId);
      await pauseLanes([{ webhookId, url, forMs: 60_000, status: 429 }]);
      expect(await store.claim(lease, await webhookOf(webhookId), 10)).toEqual([]);
      await endPause(webhookId);
      expect(await store.claim(lease, await webhookOf(webhookId), 10)).toHaveLength(1);
    },
  );

  it("keeps new events in the table", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const resumeAt = await refuseOnce(ctx, webhookId, 1_000, 60);
    await acceptEvents(ctx, attendee("later"));
    const { clock, sent } = notingClock();
    await clock.takeLeft();
    await until(async () => expect(await statusesOf(webhookId)).toContain("queued"));
    expect((await laneOf(webhookId))?.dueAt?.getTime()).toBe(resumeAt);
    await clock.drainDue();
    await clock.stop(5_000);
    expect(sent).toEqual([]);
  });

  it("is what a lane is due after, whoever asks, and where its pace begins anew", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { rateLimit: 5 });
    const resumeAt = await refuseOnce(ctx, webhookId, 1, 60);
    await makeLanesDue([webhookId]);
    expect(await laneOf(webhookId)).toMatchObject({
      dueAt: new Date(resumeAt),
      nextSlotAt: new Date(resumeAt),
      resumeStatus: 429,
    });
  });

  it("is never shortened", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const { url } = await webhookOf(webhookId);
    await pauseLanes([
      { webhookId, url, forMs: 20_000, status: 503 },
      { webhookId, url, forMs: 10_000, status: 429 },
    ]);
    const before = await laneOf(webhookId);
    await pauseLanes([{ webhookId, url, forMs: 10_000, status: 429 }]);
    const [row] = await sql()`
      select resume_at > now() + interval '15 s' as long from lanes where webhook_id = ${webhookId}`;
    expect(row?.long).toBe(true);
    expect(await laneOf(webhookId)).toEqual({ ...before, resumeStatus: 503 });
  });

  it("says nothing of another receiver, once the webhook's URL is changed", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await refuseOnce(ctx, webhookId, 1_000, 60);
    expect((await webhookOf(webhookId)).resumeAt).toBeGreaterThan(performance.now() + 50_000);
    await db().update(webhooks).set({ url: "http://127.0.0.1:8999/new" }).where(eq(webhooks.id, webhookId));
    await endPause(webhookId);
    const { clock, sent } = notingClock();
    await clock.drainDue();
    await until(() => expect(sent).toEqual([1_000]));
    await clock.stop(5_000);
  });
});

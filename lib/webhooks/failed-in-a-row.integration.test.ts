import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { webhooks } from "@/db/schema";
import { deliveryOf, outcomeOf } from "@/lib/delivery/clock/outcome.testing";
import { createPgStore } from "@/lib/delivery/clock/pg-store";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const BEGAN = Date.now();
const at = (second: number) => new Date(BEGAN + second * 1_000);

type Ended = { number: number; second: number; status: "succeeded" | "failed"; isTest?: boolean };

/** Whether a webhook that gives up after `count` failed jobs in a row does so when, after `before`, job `number` fails for good. */
async function isDisabled(count: number, before: Ended[], failing: { number: number; second: number }) {
  const { ctx } = await createOrg();
  const failureRule = { kind: "in_a_row" as const, count };
  const webhookId = await insertWebhook(ctx, { failureRule, statusChangedAt: at(-1) });
  for (const { second, ...job } of before) {
    await insertJob(ctx, { ...job, webhookId, finishedAt: at(second) });
  }
  await insertJob(ctx, { number: failing.number, webhookId, status: "running" });
  const delivery = await deliveryOf(ctx, webhookId, failing.number);
  const outcome = outcomeOf({ ...delivery, webhook: { ...delivery.webhook, failureRule } }, "refused");
  const exchange = { ...outcome.exchange, startedAt: at(failing.second), timings: { totalMs: 0 } };
  await createPgStore("test").fail({ ...outcome, exchange });
  const [webhook] = await db().select().from(webhooks).where(eq(webhooks.id, webhookId));
  return webhook?.status === "disabled";
}

const ended = (number: number, second: number, status: Ended["status"], isTest = false): Ended => ({
  number,
  second,
  status,
  isTest,
});

describe("failed jobs in a row", () => {
  it("counts an early job that was tried for long where it ended, after later ones", async () => {
    const before = [ended(2, 10, "succeeded"), ended(3, 20, "failed")];
    expect(await isDisabled(2, before, { number: 1, second: 30 })).toBe(true);
  });

  it("counts the success of an early job that came late", async () => {
    const before = [ended(2, 10, "failed"), ended(1, 20, "succeeded")];
    expect(await isDisabled(2, before, { number: 3, second: 30 })).toBe(false);
  });

  it("takes those that ended in the same moment by their number", async () => {
    const before = [ended(1, 5, "failed"), ended(3, 10, "succeeded")];
    expect(await isDisabled(2, before, { number: 2, second: 10 })).toBe(false);
    expect(await isDisabled(2, before, { number: 4, second: 10 })).toBe(false);
    expect(await isDisabled(1, before, { number: 4, second: 10 })).toBe(true);
  });

  it("counts no test, and nothing from before it was switched on", async () => {
    expect(await isDisabled(2, [ended(1, 5, "failed", true)], { number: 2, second: 10 })).toBe(false);
    expect(await isDisabled(2, [ended(1, -5, "failed")], { number: 2, second: 10 })).toBe(false);
    const before = [ended(1, 5, "failed"), ended(2, 6, "succeeded", true)];
    expect(await isDisabled(2, before, { number: 3, second: 10 })).toBe(true);
  });

  it("goes by when jobs ended, whatever their numbers", async () => {
    const jobs = fc.array(
      fc.record({ second: fc.integer({ min: 0, max: 4 }), failed: fc.boolean(), rank: fc.nat() }),
      { maxLength: 6 },
    );
    const property = fc.asyncProperty(
      jobs,
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      async (drawn, rank, count) => {
        const ranks = [...drawn.map((job) => job.rank), rank];
        // Numbers in an order that has nothing to do with when the jobs ended.
        const order = ranks
          .map((_, index) => index)
          .sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
        const numberOf = (index: number) => order.indexOf(index) + 1;
        const before = drawn.map(({ second, failed }, index) =>
          ended(numberOf(index), second, failed ? "failed" : "succeeded"),
        );
        const failing = ended(numberOf(drawn.length), 4, "failed");
        const latest = [...before, failing]
          .sort((a, b) => b.second - a.second || b.number - a.number)
          .slice(0, count);
        const expected = latest.length === count && latest.every(({ status }) => status === "failed");
        expect(await isDisabled(count, before, failing)).toBe(expected);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it("is found by an index, however many jobs have succeeded", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    await sql()`
      insert into jobs (org_id, number, event_id, event_type, webhook_id, status, finished_at)
      select ${ctx.orgId}, n, 'event ' || n, 'attendee.created', ${webhookId}, 'succeeded', now() - n * interval '1 second'
      from generate_series(1, 20000) n`;
    await sql()`analyze jobs`;
    const plan = await sql()`
      explain select status from jobs
      where org_id = ${ctx.orgId} and webhook_id = ${webhookId} and is_test = false
        and status in ('succeeded', 'failed') and finished_at > now() - interval '1 day'
      order by finished_at desc, number desc limit 3`;
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("using jobs_ended");
  });
});

import { ulid } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { closeDb, sql } from "@/db/client";
import { LONG_PATIENCE_MS, setUsualPatience } from "@/db/patience";
import { createDatabase, createOrg, type TestDatabase, type TestOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { notingClock } from "./clock.testing";
import { sweep } from "./sweep";

// It looks after every organisation: a database of its own, and no engine.
let database: TestDatabase;
let org: TestOrg;

beforeAll(async () => {
  // As in the engine's process.
  setUsualPatience(LONG_PATIENCE_MS);
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
beforeEach(async () => {
  await sql()`truncate events, event_batches, jobs, engine_runs, organisations cascade`;
  org = await createOrg();
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Sweeps, lets what it began come to its end, and says what it found and sent. */
async function swept() {
  const { clock, sent } = notingClock();
  const found = await sweep(clock);
  await vi.waitFor(async () =>
    expect(await sql()`select 1 from lanes where leased_by like 'test-%'`).toHaveLength(0),
  );
  await clock.stop(1_000);
  return { ...found, sent };
}

const jobsOf = () => sql()`
  select number, status, reason, finished_at is not null as finished from jobs order by number`;
const laneDue = (webhookId: string, at: Date | null) =>
  sql()`update lanes set due_at = ${at} where webhook_id = ${webhookId}`;

describe("lanes", () => {
  test("one that is due and that nobody drains is drained", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId });
    await laneDue(webhookId, inSeconds(-1));
    expect(await swept()).toEqual({ batches: 0, lanes: 1, sent: [1] });
    expect(await swept()).toEqual({ batches: 0, lanes: 0, sent: [] });
  });

  test("one whose due time was forgotten, by whatever fault, gets it back", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId });
    expect((await swept()).sent).toEqual([1]);
    const later = inSeconds(600);
    await insertJob(org.ctx, { number: 2, webhookId, status: "retrying", dueAt: later });
    expect((await swept()).sent).toEqual([]);
    expect(await sql()`select due_at = ${later} as same from lanes`).toEqual([{ same: true }]);
  });

  test("one with nothing waiting is left alone", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId, status: "succeeded" });
    expect(await swept()).toEqual({ batches: 0, lanes: 0, sent: [] });
  });

  test("one that a living process holds is left alone", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId });
    await sql()`update lanes set due_at = now(), leased_by = 'alive', leased_until = ${inSeconds(10)}`;
    expect(await swept()).toEqual({ batches: 0, lanes: 0, sent: [] });
  });
});

describe("batches of accepted events", () => {
  test("one that nobody took is taken, and one whose lease has run out; one in hand is not", async () => {
    const insert = (id: string, leased: Date | null) => sql()`
      insert into event_batches (id, org_id, event_ids, leased_until) values (${id}, ${org.orgId}, '{}', ${leased})`;
    const held = ulid();
    await insert(ulid(), null);
    await insert(ulid(), inSeconds(-1));
    await insert(held, inSeconds(10));
    // Without events there is nothing to send: a lease is all that is seen of it.
    await swept();
    const left = await sql()`select id from event_batches where leased_until < now() + interval '11 s'`;
    expect(left.map(({ id }) => id)).toEqual([held]);
  });
});

describe("jobs whose process died", () => {
  test("are sent; those of a living process stay", async () => {
    const webhookId = await insertWebhook(org.ctx);
    const running = { status: "running", webhookId, dueAt: inSeconds(-1) } as const;
    await insertJob(org.ctx, { number: 1, ...running });
    await insertJob(org.ctx, { number: 2, ...running, attemptCount: 1 });
    await insertJob(org.ctx, { number: 3, ...running, dueAt: inSeconds(10) });
    expect((await swept()).sent).toEqual([1, 2]);
    expect(await jobsOf()).toMatchObject([
      { status: "succeeded", finished: true },
      { status: "succeeded", finished: true },
      { status: "running" },
    ]);
  });

  test("are cancelled when their webhook is gone", async () => {
    await insertJob(org.ctx, { number: 1, webhookId: NOBODY, status: "running", dueAt: inSeconds(-1) });
    await swept();
    expect(await jobsOf()).toMatchObject([
      { status: "cancelled", reason: "The webhook was deleted", finished: true },
    ]);
  });
});

test("a job made in the moment its webhook was deleted is cancelled", async () => {
  await insertJob(org.ctx, { number: 1, webhookId: NOBODY });
  await swept();
  expect(await jobsOf()).toMatchObject([
    { status: "cancelled", reason: "The webhook was deleted", finished: true },
  ]);
});

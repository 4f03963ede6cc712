import { ulid } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb, sql } from "@/db/client";
import { LONG_PATIENCE_MS, setUsualPatience } from "@/db/patience";
import { createDatabase, createOrg, type TestDatabase, type TestOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { sweep } from "./sweep";

// It looks after every organisation, and nobody here takes up what it starts: a database of its own, and no engine.
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
const nothing = { batches: 0, jobs: 0, lanes: 0 };
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** What the engine was told, by the value of the event's data that says of what. */
async function told(key: "webhookId" | "batchId"): Promise<string[]> {
  const rows =
    await sql()`select event->'data'->>${key} as id from engine_runs where event->'data'->>${key} is not null`;
  return rows.map(({ id }) => id as string);
}

async function wakeAt(webhookId: string, at: Date | null): Promise<void> {
  await sql()`update lanes set wake_at = ${at} where webhook_id = ${webhookId}`;
}

const jobsOf = () => sql()`
  select number, status, reason, finished_at is not null as finished, lease_until from jobs order by number`;

describe("lanes", () => {
  test.each([
    ["nobody was asked to wake", null],
    ["whose wake was lost", inSeconds(-40)],
  ])("one with something due %s is woken", async (_what, at) => {
    const webhookId = await insertWebhook(org.ctx);
    await wakeAt(webhookId, at);
    await insertJob(org.ctx, { number: 1, webhookId });
    expect(await sweep()).toEqual({ ...nothing, lanes: 1 });
    expect(await told("webhookId")).toEqual([webhookId]);
    expect(await sweep()).toEqual(nothing);
  });

  test("one whose next retry is due later is woken then", async () => {
    const webhookId = await insertWebhook(org.ctx);
    const dueAt = inSeconds(600);
    await insertJob(org.ctx, { number: 1, webhookId, status: "retrying", dueAt });
    expect(await sweep()).toEqual({ ...nothing, lanes: 1 });
    const [run] = await sql()`select event->'data'->>'at' as at from engine_runs`;
    expect(Number(run?.at)).toBe(dueAt.getTime());
  });

  test.each([
    ["that is about to wake", inSeconds(5)],
    ["whose wake is only just late", inSeconds(-5)],
  ])("one %s is left alone", async (_what, at) => {
    const webhookId = await insertWebhook(org.ctx);
    await wakeAt(webhookId, at);
    await insertJob(org.ctx, { number: 1, webhookId });
    expect(await sweep()).toEqual(nothing);
  });

  test("one with nothing waiting is left alone", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId, status: "succeeded" });
    expect(await sweep()).toEqual(nothing);
  });

  test("no more than 2,000 at a time", async () => {
    const { orgId } = org;
    await sql()`
      insert into webhooks (org_id, name, url, status, subscriptions)
      select ${orgId}, 'Many', 'http://127.0.0.1/', 'active', '{}' from generate_series(1, 2001)`;
    await sql()`insert into lanes (org_id, webhook_id) select org_id, id from webhooks`;
    await sql()`
      insert into jobs (org_id, number, event_id, event_type, webhook_id, status)
      select ${orgId}, row_number() over (), 'e', 'attendee.created', id, 'queued' from webhooks`;
    expect(await sweep()).toEqual({ ...nothing, lanes: 2_000 });
    expect(await sweep()).toEqual({ ...nothing, lanes: 1 });
  });
});

describe("batches of accepted events", () => {
  const insert = (id: string, created: Date, claimed: Date | null) => sql()`
    insert into event_batches (id, event_ids, created_at, claimed_until) values (${id}, '{}', ${created}, ${claimed})`;

  test("one that nobody fanned out is told of again; one that is new or in hand is not", async () => {
    const [lost, given] = [ulid(), ulid()];
    await insert(lost, inSeconds(-70), null);
    await insert(given, inSeconds(-300), inSeconds(-70));
    await insert(ulid(), inSeconds(-10), null);
    await insert(ulid(), inSeconds(-300), inSeconds(10));
    expect(await sweep()).toEqual({ ...nothing, batches: 2 });
    expect((await told("batchId")).sort()).toEqual([lost, given].sort());
  });

  test("no more than 500 at a time, the oldest first", async () => {
    await sql()`
      insert into event_batches (id, event_ids, created_at)
      select lpad(n::text, 5, '0'), '{}', now() - interval '2 minutes' from generate_series(1, 501) n`;
    expect(await sweep()).toEqual({ ...nothing, batches: 500 });
    expect(await told("batchId")).not.toContain("00501");
  });
});

describe("jobs whose process died", () => {
  const running = { status: "running", leaseUntil: inSeconds(-1) } as const;

  test("wait again, for their first try or their next; those of a living process stay", async () => {
    const webhookId = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 1, webhookId, ...running });
    await insertJob(org.ctx, { number: 2, webhookId, ...running, attemptCount: 1 });
    await insertJob(org.ctx, { number: 3, webhookId, ...running, leaseUntil: inSeconds(10) });
    expect(await sweep()).toEqual({ ...nothing, jobs: 2 });
    expect(await jobsOf()).toMatchObject([
      { status: "queued", lease_until: null, finished: false },
      { status: "retrying", lease_until: null, finished: false },
      { status: "running" },
    ]);
    expect(await told("webhookId")).toEqual([webhookId]);
  });

  test("wake a lane that sleeps until some later retry", async () => {
    const webhookId = await insertWebhook(org.ctx);
    const tomorrow = inSeconds(86_400);
    await wakeAt(webhookId, tomorrow);
    await insertJob(org.ctx, { number: 1, webhookId, status: "retrying", dueAt: tomorrow });
    await insertJob(org.ctx, { number: 2, webhookId, ...running });
    expect(await sweep()).toEqual({ ...nothing, jobs: 1 });
    expect(await told("webhookId")).toEqual([webhookId]);
    const [lane] = await sql()`select wake_at < now() + interval '1 s' as now from lanes`;
    expect(lane).toEqual({ now: true });
  });

  test("are cancelled when their webhook is gone", async () => {
    await insertJob(org.ctx, { number: 1, webhookId: NOBODY, ...running });
    expect(await sweep()).toEqual({ ...nothing, jobs: 1 });
    expect(await jobsOf()).toMatchObject([
      { status: "cancelled", reason: "The webhook was deleted", finished: true, lease_until: null },
    ]);
  });
});

test("a job made in the moment its webhook was deleted is cancelled", async () => {
  await insertJob(org.ctx, { number: 1, webhookId: NOBODY });
  expect(await sweep()).toEqual(nothing);
  expect(await jobsOf()).toMatchObject([
    { status: "cancelled", reason: "The webhook was deleted", finished: true },
  ]);
});

test("no more than 5,000 jobs at a time", async () => {
  const webhookId = await insertWebhook(org.ctx);
  await sql()`
    insert into jobs (org_id, number, event_id, event_type, webhook_id, status, lease_until)
    select ${org.orgId}, n, n::text, 'attendee.created', ${webhookId}, 'running', now() - interval '1 s'
    from generate_series(1, 5001) n`;
  expect((await sweep()).jobs).toBe(5_000);
  expect((await sweep()).jobs).toBe(1);
});

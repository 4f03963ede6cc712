import { encodeTime } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb, sql } from "@/db/client";
import { createDatabase, createOrg, type TestDatabase, type TestOrg } from "@/scripts/test/fixtures";
import { insertWebhook } from "@/scripts/test/rows";
import { deleteOldRows } from "./retention";

// It deletes whatever is old, whosever it is: a database of its own.
let database: TestDatabase;
let org: TestOrg;
let webhookId: string;

beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
beforeEach(async () => {
  await sql()`truncate events, jobs, attempts, idempotency_keys, delivery_stats, organisations cascade`;
  org = await createOrg();
  webhookId = await insertWebhook(org.ctx);
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const DAYS = 30;
/** What is shown is what goes, not how quickly. */
const UNHURRIED = 120_000;
const OLD = DAYS + 1;
const NOW = Date.now();
const dayAgo = (days: number) => new Date(NOW - days * 86_400_000);
/** The id of the nth event of a day. */
const eventId = (days: number, n: number) => encodeTime(dayAgo(days).getTime()) + String(n).padStart(16, "0");

async function insertEvents(days: number, count: number, first = 1): Promise<void> {
  await sql()`
    insert into events (id, org_id, type, data, occurred_at, created_at)
    select ${eventId(days, 0).slice(0, 10)} || lpad(n::text, 16, '0'), ${org.orgId}, 'attendee.created', '{}', ${dayAgo(days)}, ${dayAgo(days)}
    from generate_series(${first}::int, ${first + count - 1}::int) n`;
}

/** Jobs of the events there are, each with one attempt: numbered like the events, and `perEvent` of them each. */
async function insertJobs(perEvent = 1): Promise<void> {
  await sql()`
    insert into jobs (org_id, number, event_id, event_type, webhook_id, status, created_at)
    select org_id, row_number() over (order by id, w), id, type,
      case when w = 1 then ${webhookId}::uuid else gen_random_uuid() end, 'succeeded', created_at
    from events, generate_series(1, ${perEvent}::int) w`;
  await sql()`
    insert into attempts (org_id, job_number, number, started_at, method, url, request_headers, timings)
    select org_id, number, 1, created_at, 'POST', 'http://127.0.0.1/', '[]', '{}' from jobs`;
}

const eventsLeft = async () => (await sql()`select id from events order by id`).map(({ id }) => id);
const jobsLeft = async () =>
  (await sql()`select number from jobs order by number`).map(({ number }) => number);
const countOf = async (table: string) => (await sql()`select 1 from ${sql()(table)}`).length;

describe("events, jobs and attempts", () => {
  test("go together when they are old; younger ones stay", async () => {
    await insertEvents(OLD, 2);
    await insertEvents(DAYS - 1, 1);
    await insertJobs();
    expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 4 });
    expect(await eventsLeft()).toEqual([eventId(DAYS - 1, 1)]);
    expect(await jobsLeft()).toEqual([3]);
    expect(await countOf("attempts")).toBe(1);
  });

  test.each(["queued", "running", "retrying"])(
    "a job that is %s stays, and so does its event",
    async (status) => {
      await insertEvents(OLD, 2);
      await insertJobs(2);
      await sql()`update jobs set status = ${status} where number = 1`;
      await deleteOldRows(DAYS, "", UNHURRIED);
      expect(await eventsLeft()).toEqual([eventId(OLD, 1)]);
      expect(await jobsLeft()).toEqual([1]);
      expect(await countOf("attempts")).toBe(1);
    },
  );

  test("an old event that was replayed lately stays as long as that job", async () => {
    await insertEvents(OLD, 1);
    await insertJobs();
    await sql()`update jobs set created_at = now()`;
    await deleteOldRows(DAYS, "", UNHURRIED);
    expect([await eventsLeft(), await jobsLeft()]).toEqual([[eventId(OLD, 1)], [1]]);
  });

  test("an event that nobody asked for goes too", async () => {
    await insertEvents(OLD, 1);
    await deleteOldRows(DAYS, "", UNHURRIED);
    expect(await eventsLeft()).toEqual([]);
  });

  test("many go in one call, chunk after chunk", async () => {
    await insertEvents(OLD, 12_000);
    await insertJobs();
    expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 24_000 });
    expect([await countOf("events"), await countOf("jobs"), await countOf("attempts")]).toEqual([0, 0, 0]);
  });

  test("an event that went to more webhooks than a chunk has rows goes in several", async () => {
    await insertEvents(OLD, 2);
    await insertJobs(4_000);
    expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 8_002 });
    expect([await countOf("events"), await countOf("jobs"), await countOf("attempts")]).toEqual([0, 0, 0]);
  });

  test("a call whose time is up goes with its chunk, and the next goes on from there", async () => {
    await insertEvents(OLD, 6_000);
    await insertJobs();
    const first = await deleteOldRows(DAYS, "", 0);
    expect(first).toMatchObject({ more: true, deleted: 10_000 });
    expect(await countOf("jobs")).toBe(1_000);
    const next = await deleteOldRows(DAYS, first.from, 0);
    expect(next).toMatchObject({ more: false, deleted: 2_000 });
    expect([await countOf("events"), await countOf("jobs"), await countOf("attempts")]).toEqual([0, 0, 0]);
  });
});

test("idempotency keys go after a day", async () => {
  await sql()`
    insert into idempotency_keys (org_id, key, request_hash, created_at) values
      (${org.orgId}, 'old', '', now() - interval '25 hours'), (${org.orgId}, 'new', '', now() - interval '23 hours')`;
  expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 1 });
  expect(await sql()`select key from idempotency_keys`).toEqual([{ key: "new" }]);
});

test("more idempotency keys than a chunk has go in one call", async () => {
  await sql()`
    insert into idempotency_keys (org_id, key, request_hash, created_at)
    select ${org.orgId}, n::text, '', now() - interval '2 days' from generate_series(1, 11000) n`;
  expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 11_000 });
});

test("hourly counts go with the jobs they count", async () => {
  await sql()`
    insert into delivery_stats (org_id, webhook_id, hour, latency) values
      (${org.orgId}, ${webhookId}, ${dayAgo(OLD)}, '{}'), (${org.orgId}, ${webhookId}, ${dayAgo(DAYS - 1)}, '{}')`;
  expect(await deleteOldRows(DAYS, "", UNHURRIED)).toMatchObject({ more: false, deleted: 1 });
  expect(await countOf("delivery_stats")).toBe(1);
});

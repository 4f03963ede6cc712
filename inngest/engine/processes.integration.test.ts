import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { closeDb, sql } from "@/db/client";
import { acceptEvents } from "@/lib/events/accept";
import { getJob } from "@/lib/jobs/data";
import { attendee, hook, idsAt, quick, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { status } from "@/scripts/test/receiver";
import { compile, end, type Program } from "./testing/program";

// The engine as it runs in production: processes that are stopped, killed and started again.
let database: TestDatabase;
let engine: Program;

beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
  engine = await compile("server/engine.ts");
});
afterEach(() => engine.killAll());
afterAll(async () => {
  await engine?.remove();
  await closeDb();
  await database.drop();
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe("a process that is told to stop", () => {
  test("is gone within 20 s though a receiver hangs, and the job goes on in another", {
    timeout: 60_000,
  }, async () => {
    const { ctx, orgId } = await createOrg();
    const to = await receiver(() => {});
    await hook(ctx, to.url, { timeoutMs: 60_000 });
    const first = engine.start();
    await acceptEvents(ctx, attendee("hangs"));
    await to.waitFor(1);
    const began = performance.now();
    await end(first, "SIGTERM");
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(first.exitCode).toBe(0);
    const [job] = await sql()`
      select status, attempt_count from jobs where org_id = ${orgId} and number = 1`;
    expect(job).toEqual({ status: "queued", attempt_count: 0 });

    to.answer(status(204));
    engine.start();
    const requests = await to.waitFor(2);
    expect(requests[1]?.headers["webhook-id"]).toBe(requests[0]?.headers["webhook-id"]);
    await until(async () => expect((await getJob(ctx, 1)).status).toBe("succeeded"));
  });

  test("hands back what it has not begun, under load and at a rate", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url);
    await hook(ctx, to.url, { rateLimit: 5 });
    const first = engine.start();
    const ids = numbers(400);
    for (let from = 0; from < ids.length; from += 20) {
      await acceptEvents(ctx, ids.slice(from, from + 20).map(attendee));
    }
    await to.waitFor(100);
    const began = performance.now();
    await end(first, "SIGTERM");
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await sql()`select 1 from jobs where org_id = ${ctx.orgId} and status = 'running'`).toEqual([]);
  });

  test("leaves retries where they are: they are due in the next process when they were", async () => {
    const { ctx } = await createOrg();
    const to = await receiver(status(500));
    await hook(ctx, to.url, { retry: { kind: "custom", delaysSeconds: [5] } });
    const first = engine.start();
    await acceptEvents(ctx, attendee("later"));
    const due = await until(async () => {
      const job = await getJob(ctx, 1);
      expect(job.status).toBe("retrying");
      return Date.parse(job.nextTryAt as string);
    });
    await end(first, "SIGTERM");
    expect(Date.now()).toBeLessThan(due);

    to.answer(status(204));
    engine.start();
    const requests = await to.waitFor(2);
    expect(requests[1]?.at).toBeGreaterThanOrEqual(due - 50);
    expect(requests[1]?.at).toBeLessThan(due + 3_000);
  });
});

describe("two processes", () => {
  test("share what comes, and send nothing twice", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url, { retry: quick(2) });
    await sql()`delete from engine_processes`;
    engine.start();
    engine.start();
    await until(async () => expect(await sql()`select id from engine_processes`).toHaveLength(2));
    const ids = numbers(600);
    for (let from = 0; from < ids.length; from += 20) {
      await acceptEvents(ctx, ids.slice(from, from + 20).map(attendee));
    }
    await to.waitFor(ids.length);
    await until(async () => {
      const [row] =
        await sql()`select count(*)::int as left from jobs where status <> 'succeeded' and org_id = ${ctx.orgId}`;
      expect(row?.left).toBe(0);
    });
    expect(idsAt(to).sort()).toEqual([...ids].sort());
  });

  test("one takes over what a killed one had in hand", async () => {
    const { ctx } = await createOrg();
    const to = await receiver(() => {});
    await hook(ctx, to.url, { timeoutMs: 60_000 });
    const killed = engine.start();
    await acceptEvents(ctx, ["a", "b", "c"].map(attendee));
    await to.waitFor(3);
    await end(killed, "SIGKILL");
    // Its leases run out, whether the jobs have their rows yet or not.
    await sql()`update event_batches set leased_until = now() where org_id = ${ctx.orgId}`;
    await sql()`update jobs set due_at = now() where org_id = ${ctx.orgId} and status = 'running'`;
    await sql()`update lanes set due_at = now() where org_id = ${ctx.orgId} and due_at is not null`;

    to.answer(status(204));
    engine.start();
    const requests = await to.waitFor(6);
    const webhookIds = (part: typeof requests) => part.map(({ headers }) => headers["webhook-id"]).sort();
    expect(webhookIds(requests.slice(3))).toEqual(webhookIds(requests.slice(0, 3)));
    await until(async () => expect((await getJob(ctx, 1)).status).toBe("succeeded"));
  });
});

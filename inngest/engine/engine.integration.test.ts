import type { Inngest, InngestFunction } from "inngest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "@/scripts/test/fixtures";
import type { Engine, EngineOptions } from "./engine";
import { embeddedClient, quickEngine } from "./testing/client";
import { createGate } from "./testing/gate";

let database: TestDatabase;
let app: ReturnType<typeof embeddedClient>;
let ran: { number: number; attempt: number }[] = [];
let gate = createGate();
const engines: Engine[] = [];
const faults: string[] = [];

function makeFunctions(client: Inngest.Any): InngestFunction.Any[] {
  const note = (event: { data: unknown }, attempt: number) =>
    ran.push({ number: (event.data as { number: number }).number, attempt });
  return [
    client.createFunction(
      { id: "quick", retries: 3, triggers: [{ event: "quick" }] },
      async ({ event, step, attempt }) => {
        await step.run("note", () => note(event, attempt));
      },
    ),
    client.createFunction(
      { id: "gated", retries: 3, triggers: [{ event: "gated" }] },
      async ({ event, step, attempt }) => {
        await step.run("begin", () => note(event, attempt));
        await step.run("wait", () => gate.pass());
      },
    ),
    client.createFunction(
      { id: "pausing", retries: 3, triggers: [{ event: "pausing" }] },
      async ({ event, step, attempt }) => {
        await step.run("begin", () => note(event, attempt));
        await step.run("wait", () => gate.pass());
        await step.sleep("pause", "1s");
      },
    ),
    client.createFunction(
      { id: "flaky", retries: 2, triggers: [{ event: "flaky" }] },
      async ({ event, attempt }) => {
        note(event, attempt);
        throw new Error("always");
      },
    ),
    client.createFunction(
      { id: "alone", retries: 0, triggers: [{ event: "alone" }], concurrency: 1 },
      async ({ event, step, attempt }) => {
        await step.run("begin", () => note(event, attempt));
        await step.run("wait", () => gate.pass());
      },
    ),
  ];
}

function startEngine(options: Partial<EngineOptions> = {}): Engine {
  const engine = quickEngine({
    url: database.url,
    client: app.client,
    functions: app.functions,
    onFault: (what) => faults.push(what),
    ...options,
  });
  engines.push(engine);
  engine.start();
  return engine;
}

const send = (name: string, numbers: number[]) =>
  app.client.send(numbers.map((number) => ({ name, data: { number } })));
const eventually = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 10 });
const runsLeft = async () => {
  const [row] = await app.pool<{ count: number }[]>`select count(*)::int as count from engine_runs`;
  return row?.count;
};
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => {
  app = embeddedClient(database.url, makeFunctions);
  ran = [];
  gate = createGate();
  faults.length = 0;
});
afterEach(async () => {
  gate.open();
  await Promise.all(engines.splice(0).map((engine) => engine.stop({ graceMs: 200 })));
  await app.pool`truncate engine_runs, engine_events, engine_failures, engine_processes`;
  await app.close();
});

test("two engines share the work and run nothing twice", async () => {
  const [one, two] = [startEngine({ maxRuns: 8 }), startEngine({ maxRuns: 8 })];
  for (const part of range(4))
    await send(
      "quick",
      range(100).map((index) => part * 100 + index),
    );
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(ran.map((entry) => entry.number).sort((a, b) => a - b)).toEqual(range(400));
  expect(one.stats().done + two.stats().done).toBe(400);
  expect(Math.min(one.stats().done, two.stats().done)).toBeGreaterThan(0);
});

test("what a silent engine held is taken over, and its late result counts for nothing", async () => {
  const silent = startEngine({ heartbeatMs: 3_600_000, pollMs: 3_600_000 });
  await send("gated", [1]);
  await eventually(() => expect(ran).toHaveLength(1));
  startEngine({ pollMs: 100 });
  await eventually(() => expect(ran).toHaveLength(2));
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));
  await eventually(() => expect(silent.stats()).toMatchObject({ active: 0, done: 0, lost: 1 }));
});

test("a claim that a crash of the server undid is made anew, and its run does not fail over it", async () => {
  const engine = startEngine({ heartbeatMs: 50, pollMs: 50 });
  const owner = async () => (await app.pool`select locked_by from engine_runs`)[0]?.locked_by;
  await send("pausing", [1]);
  await eventually(() => expect(ran).toHaveLength(1));
  await app.pool`update engine_runs set locked_by = null, due_at = now() + interval '300 ms'`;
  await eventually(async () => expect(await owner()).toBe(engine.stats().id));
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(engine.stats()).toMatchObject({ done: 1, failed: 0 });
});

test("a heartbeat keeps a run that takes longer than a lease", async () => {
  const [one, two] = [startEngine(), startEngine({ pollMs: 50 })];
  await send("gated", [1]);
  await eventually(() => expect(ran).toHaveLength(1));
  const started = Date.now();
  await eventually(() => expect(Date.now() - started).toBeGreaterThan(2500));
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(ran).toHaveLength(1);
  expect(one.stats().lost + two.stats().lost).toBe(0);
});

test("a graceful stop finishes what it can and hands back the rest at once", async () => {
  const first = startEngine({ leaseMs: 60_000 });
  await send("gated", [1, 2]);
  await eventually(() => expect(ran).toHaveLength(2));
  expect(await first.stop({ graceMs: 50 })).toEqual({ handedBack: 2 });
  const rows = await app.pool`select 1 from engine_runs where locked_by is null and due_at <= now()`;
  expect(rows).toHaveLength(2);
  expect(await app.pool`select 1 from engine_processes`).toHaveLength(0);

  const second = startEngine({ leaseMs: 60_000 });
  await eventually(() => expect(ran).toHaveLength(4));
  const stopped = second.stop();
  gate.open();
  expect(await stopped).toEqual({ handedBack: 0 });
  expect(await runsLeft()).toBe(0);
});

test("engines get over the loss of every connection", async () => {
  // Nothing is found by looking: only a notification can wake it.
  const engine = startEngine({ pollMs: 3_600_000 });
  await send("gated", [1]);
  await eventually(() => expect(ran).toHaveLength(1));
  const cut = () => app.pool`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'hookyard-engine%'`;
  await cut();
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));

  for (const number of range(5)) {
    await cut();
    await send("quick", [number]);
    await eventually(() => expect(ran.at(-1)?.number).toBe(number));
  }
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(engine.stats().active).toBe(0);
});

test("retries wait for their backoff and are then noted as a failure", async () => {
  const backoff = vi.fn(() => 30);
  startEngine({ backoff, pollMs: 3_600_000 });
  await send("flaky", [7]);
  await eventually(() => expect(ran.map((entry) => entry.attempt)).toEqual([0, 1, 2]));
  await eventually(async () => {
    const rows = await app.pool`select function_id, event, error from engine_failures`;
    expect(rows).toMatchObject([
      { function_id: "embedded-flaky", event: { data: { number: 7 } }, error: { message: "always" } },
    ]);
  });
  expect(backoff.mock.calls).toEqual([[0], [1]]);
  expect(faults).toHaveLength(1);
});

test("a limit holds across engines, and the runs that waited get their turn", async () => {
  for (const _ of range(2)) startEngine({ pollMs: 50 });
  await send("alone", [1, 2, 3]);
  await eventually(() => expect(ran).toHaveLength(1));
  await eventually(async () => {
    const waiting = await app.pool`select 1 from engine_runs where waiting`;
    expect(waiting).toHaveLength(2);
  });
  expect(ran).toHaveLength(1);
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(ran.map((entry) => entry.number).sort()).toEqual([1, 2, 3]);
});

test("a run whose key is taken by a dead engine gets its turn when the lease is over", async () => {
  startEngine({ heartbeatMs: 3_600_000, pollMs: 3_600_000 });
  await send("alone", [1]);
  await eventually(() => expect(ran).toHaveLength(1));
  // The dead one stays at its gate; those that come now pass theirs.
  gate = createGate();
  gate.open();
  startEngine({ pollMs: 50 });
  await send("alone", [2]);
  await eventually(() => expect(ran.map((entry) => entry.number).sort()).toEqual([1, 1, 2]));
});

test("runs in progress are limited, and a closed gate holds back the intake", async () => {
  let isOpen = false;
  const engine = startEngine({ maxRuns: 2, canTakeMore: () => isOpen });
  await send("gated", [1, 2, 3, 4, 5]);
  expect(engine.stats().calls).toBe(0);
  isOpen = true;
  await eventually(() => expect(ran).toHaveLength(2));
  expect(engine.stats().active).toBe(2);
  gate.open();
  await eventually(async () => expect(await runsLeft()).toBe(0));
  expect(ran).toHaveLength(5);
});

test("an engine says that it is alive", async () => {
  const engine = startEngine();
  await eventually(async () => {
    const rows = await app.pool`select id from engine_processes where seen_at > now() - interval '5 s'`;
    expect(rows).toEqual([{ id: engine.stats().id }]);
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { conformanceFunctions, type Notes } from "./testing/functions";
import { openEmbedded, openInngest, type Target } from "./testing/targets";

const targets = [{ name: "the embedded engine", open: openEmbedded }];
if (process.env.INNGEST_BASE_URL) targets.push({ name: "a real Inngest server", open: openInngest });

// The same functions, the same expectations: what holds here holds wherever Hookyard runs.
describe.concurrent.each(targets)("on $name", ({ open }) => {
  const notes: Notes = new Map();
  let target: Target;
  beforeAll(async () => {
    target = await open((client) => conformanceFunctions(client, notes));
  });
  afterAll(() => target?.close());

  const seen = (label: string, key: string) => notes.get(`${label}:${key}`) ?? [];
  const eventually = (check: () => void, timeout = 15_000) => vi.waitFor(check, { timeout, interval: 20 });
  async function send(name: string, data: Record<string, unknown> = {}, id?: string): Promise<string> {
    const key = randomUUID();
    await target.client.send({ name: `${target.client.id}/${name}`, data: { key, ...data }, id });
    return (data.key as string) ?? key;
  }

  test("one step", async () => {
    const key = await send("one-step", { number: 21 });
    const name = `${target.client.id}/one-step`;
    await eventually(() =>
      expect(seen("one-step", key)).toEqual([{ double: 42, name, attempt: 0, hasRunId: true }]),
    );
  });

  test("many steps, each run once, in order", async () => {
    const key = await send("many-steps");
    await eventually(() => expect(seen("many-steps", key)).toEqual([1, 2, 3, 4, 5, "sum 15"]));
  });

  test("a step that is done is not run again when a later one is tried again", async () => {
    const key = await send("memo");
    const value = '{"kept":"value","nothing":null}';
    await eventually(() =>
      expect(seen("memo", key)).toEqual([
        "first",
        `second, try 0, ${value}`,
        `second, try 1, ${value}`,
        "third",
      ]),
    );
  });

  test("sleep", async () => {
    const key = await send("sleep");
    await eventually(() => expect(seen("sleep", key)).toHaveLength(2));
    const [before, after] = seen("sleep", key) as [number, number];
    expect(after - before).toBeGreaterThanOrEqual(2000);
    expect(after - before).toBeLessThan(4000);
  });

  test("sleepUntil, a moment ahead and one that is past", async () => {
    const until = Date.now() + 3000;
    const [ahead, past] = await Promise.all([send("sleep", { until }), send("sleep", { until: 1 })]);
    await eventually(() => expect(seen("sleep", past)).toHaveLength(2));
    await eventually(() => expect(seen("sleep", ahead)).toHaveLength(2));
    const [, after] = seen("sleep", ahead) as [number, number];
    expect(after).toBeGreaterThanOrEqual(until);
    expect(after).toBeLessThan(until + 2000);
  });

  test("sendEvent starts other functions", async () => {
    const key = await send("chain-start");
    await eventually(() => expect(seen("chain-end", key)).toHaveLength(2));
    expect(new Set(seen("chain-end", key))).toEqual(new Set([1, 2]));
    expect(seen("chain-start", key)).toEqual([2]);
  });

  test("NonRetriableError is not tried again; onFailure hears of it", async () => {
    const key = await send("fails", { how: "non-retriable" });
    const function_id = `${target.client.id}-fails`;
    const original = `${target.client.id}/fails`;
    await eventually(() =>
      expect(seen("failure", key)).toEqual([{ message: "never again", function_id, original }]),
    );
    expect(seen("fails", key)).toEqual([0]);
  });

  test("RetryAfterError is tried again after its time; then onFailure hears of it", async () => {
    const started = Date.now();
    const key = await send("fails");
    await eventually(() => expect(seen("failure", key)).toMatchObject([{ message: "out of tries" }]));
    expect(seen("fails", key)).toEqual([0, 1]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
  });

  test("a plain Error is tried again by the server's own backoff: 15 s and up to 30 s more", {
    timeout: 90_000,
  }, async () => {
    const key = await send("plain");
    await eventually(() => expect(seen("plain", key)).toHaveLength(2), 75_000);
    const [first, second] = seen("plain", key) as { attempt: number; at: number }[];
    expect([first?.attempt, second?.attempt]).toEqual([0, 1]);
    const wait = (second?.at ?? 0) - (first?.at ?? 0);
    expect(wait).toBeGreaterThanOrEqual(14_900);
    expect(wait).toBeLessThan(50_000);
  });

  test("a step that used up its tries fails the run", async () => {
    const key = await send("fails", { how: "in a step" });
    await eventually(() => expect(seen("failure", key)).toMatchObject([{ message: "step is out" }]));
  });

  test("a function may catch a step that failed for good", async () => {
    const key = await send("catches");
    await eventually(() => expect(seen("catches", key)).toEqual(["broken step"]));
  });

  test("an event id counts once", async () => {
    const id = randomUUID();
    const key = randomUUID();
    await Promise.all([1, 2, 3].map((number) => send("one-step", { key, number }, id)));
    await send("one-step", { key, number: 4 }, id);
    const other = await send("one-step", { number: 5 });
    await eventually(() => expect(seen("one-step", other)).toHaveLength(1));
    await eventually(() => expect(seen("one-step", key)).toHaveLength(1));
  });

  test("runs of one concurrency key take turns, those of others do not wait", async () => {
    const key = randomUUID();
    const lanes = [`a-${key}`, `b-${key}`];
    await Promise.all(
      [1, 2, 3, 4].flatMap((number) => lanes.map((lane) => send("keyed", { key, lane, number }))),
    );
    await eventually(() => expect(seen("keyed", key)).toHaveLength(8));
    expect((seen("keyed", key) as { together: number }[]).map((entry) => entry.together)).toEqual(
      Array(8).fill(1),
    );
    const order = (seen("keyed", key) as { lane: string }[]).map((entry) => entry.lane);
    expect(new Set(order.slice(0, 4)).size).toBe(2);
  });

  test("a cron ticks", { timeout: 90_000 }, async () => {
    await eventually(() => expect(seen("cron", "tick")[0]).toBe("inngest/scheduled.timer"), target.cronMs);
  });
});

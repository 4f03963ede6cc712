import postgres from "postgres";
import { expect, test, vi } from "vitest";
import type { Outcome } from "./decide";
import type { ClaimedRun } from "./queue";
import type { Result } from "./results";
import { createWriter } from "./writer";

const run = (id: string) => ({ id, functionId: "f" }) as ClaimedRun;
const done = { kind: "done" } as const;
const allKept = async (results: Result[]) => new Set(results.map((result) => result.run.id));

function refusal(code: string): Error {
  return Object.assign(Object.create(postgres.PostgresError.prototype), { message: "refused", code });
}

test("results of one turn share a write, and each learns whether its run was still held", async () => {
  const write = vi.fn(async (_: Result[]) => new Set(["a", "c"]));
  const writer = createWriter({ write, onFault: vi.fn() });
  expect(await Promise.all(["a", "b", "c"].map((id) => writer.add(run(id), done)))).toEqual([
    true,
    false,
    true,
  ]);
  expect(write).toHaveBeenCalledTimes(1);
});

test("while two writes are under way, the rest is gathered", async () => {
  const gates: (() => void)[] = [];
  const sizes: number[] = [];
  const write = async (results: Result[]) => {
    sizes.push(results.length);
    await new Promise<void>((resolve) => gates.push(resolve));
    return allKept(results);
  };
  const writer = createWriter({ write, onFault: vi.fn() });
  const first = writer.add(run("1"), done);
  await vi.waitFor(() => expect(sizes).toEqual([1]));
  const second = writer.add(run("2"), done);
  await vi.waitFor(() => expect(sizes).toEqual([1, 1]));
  const rest = ["3", "4", "5"].map((id) => writer.add(run(id), done));
  gates.shift()?.();
  await vi.waitFor(() => expect(sizes).toEqual([1, 1, 3]));
  for (const open of gates) open();
  expect(await Promise.all([first, second, ...rest])).toEqual([true, true, true, true, true]);
});

test("a database that is away is tried again until it is back", async () => {
  const write = vi
    .fn(allKept)
    .mockRejectedValueOnce(new Error("gone"))
    .mockRejectedValueOnce(refusal("57P01"));
  const onFault = vi.fn();
  const writer = createWriter({ write, onFault, retryMs: 1 });
  expect(await writer.add(run("a"), done)).toBe(true);
  expect(onFault).toHaveBeenCalledTimes(2);
});

test("a result that can't be stored fails its own run alone", async () => {
  const pause = { kind: "pause", steps: [], attempt: 0, until: { at: "nonsense" } } satisfies Outcome;
  const outcomes = new Map<string, string>();
  const write = async (results: Result[]) => {
    if (results.some(({ outcome }) => outcome.kind === "pause")) throw refusal("22007");
    for (const { run: of, outcome } of results) outcomes.set(of.id, outcome.kind);
    return allKept(results);
  };
  const writer = createWriter({ write, onFault: vi.fn() });
  await Promise.all([
    writer.add(run("good"), done),
    writer.add(run("bad"), pause),
    writer.add(run("fine"), done),
  ]);
  expect(Object.fromEntries(outcomes)).toEqual({ good: "done", bad: "failed", fine: "done" });
});

test("once closed, what can't be written is given up", async () => {
  const writer = createWriter({
    write: () => Promise.reject(new Error("gone")),
    onFault: vi.fn(),
    retryMs: 1,
  });
  const result = writer.add(run("a"), done);
  writer.close();
  expect(await result).toBe(false);
});

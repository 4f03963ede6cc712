import { describe, expect, test } from "vitest";
import type { EngineStep } from "@/db/schema/engine";
import { type Answer, decide, defaultBackoff } from "./decide";

const backoff = (attempt: number) => 1000 * (attempt + 1);
const fresh = { steps: [] as EngineStep[], attempt: 0, maxAttempts: 3 };
const ops = (...list: object[]): Answer => ({ status: 206, headers: {}, body: JSON.stringify(list) });
const fault = (headers: Record<string, string> = {}, status = 500): Answer => ({
  status,
  headers,
  body: JSON.stringify({ name: "Error", message: "no" }),
});

describe("decide", () => {
  test("a function that returned is done, with or without its steps", () => {
    expect(decide({ status: 200, headers: {}, body: "null" }, fresh)).toEqual({ kind: "done" });
    expect(decide(ops({ op: "StepRun", id: "a", data: 1 }, { op: "RunComplete", id: "c" }), fresh)).toEqual({
      kind: "done",
    });
  });

  test("finished steps are kept in their order and the run goes on", () => {
    const run = { ...fresh, steps: [["a", { type: "data", data: 1 }]] as EngineStep[], attempt: 2 };
    expect(decide(ops({ op: "StepRun", id: "b" }), run)).toEqual({
      kind: "next",
      steps: [
        ["a", { type: "data", data: 1 }],
        ["b", { type: "data", data: null }],
      ],
    });
  });

  test("a step that failed for good is remembered, for the function to catch", () => {
    const error = { name: "Error", message: "no" };
    expect(decide(ops({ op: "StepFailed", id: "a", error }), fresh)).toEqual({
      kind: "next",
      steps: [["a", { type: "error", error }]],
    });
  });

  test("a planned step is left to the next call", () => {
    expect(decide(ops({ op: "StepPlanned", id: "a" }), fresh)).toEqual({ kind: "next", steps: [] });
  });

  test.each([
    ["1h30m5s", { delayMs: 5_405_000 }],
    ["1w2d", { delayMs: 777_600_000 }],
    ["", { delayMs: 0 }],
    ["2026-03-01T10:00:00.000Z", { at: "2026-03-01T10:00:00.000Z" }],
  ])("sleep %s", (name, until) => {
    expect(decide(ops({ op: "Sleep", id: "z", name }), { ...fresh, attempt: 1 })).toEqual({
      kind: "pause",
      steps: [["z", { type: "data", data: null }]],
      attempt: 0,
      until,
    });
  });

  test("a fault is tried again after the backoff, until the tries are used up", () => {
    expect(decide(fault(), fresh, backoff)).toEqual({
      kind: "pause",
      steps: [],
      attempt: 1,
      until: { delayMs: 1000 },
    });
    expect(decide(ops({ op: "StepError", id: "a", error: {} }), { ...fresh, attempt: 1 }, backoff)).toEqual({
      kind: "pause",
      steps: [],
      attempt: 2,
      until: { delayMs: 2000 },
    });
    expect(decide(fault(), { ...fresh, attempt: 2 }, backoff)).toEqual({
      kind: "failed",
      error: { name: "Error", message: "no" },
    });
  });

  test("what the SDK says not to try again is not", () => {
    expect(decide(fault({ "x-inngest-no-retry": "true" }, 400), fresh)).toMatchObject({ kind: "failed" });
  });

  test("an answer that is not JSON is a fault with that text", () => {
    const answer = { status: 500, headers: { "x-inngest-no-retry": "true" }, body: "oops" };
    expect(decide(answer, fresh)).toEqual({ kind: "failed", error: { name: "Error", message: "oops" } });
  });

  test.each([
    ["0", 1000],
    ["7", 7000],
    ["999999", 86_400_000],
    [new Date(Date.now() - 5000).toISOString(), 1000],
  ])("retry-after %s is held between a second and a day", (header, delayMs) => {
    expect(decide(fault({ "retry-after": header }), fresh, backoff)).toMatchObject({ until: { delayMs } });
  });

  test("steps in parallel and kinds of step it does not know fail the run", () => {
    const parallel = decide(
      ops({ op: "StepPlanned", id: "a", displayName: "a" }, { op: "StepPlanned", id: "b", displayName: "b" }),
      fresh,
    );
    expect(parallel).toEqual({
      kind: "failed",
      error: { name: "Error", message: "Steps in parallel are not supported: a, b." },
    });
    const waiting = decide(ops({ op: "WaitForEvent", id: "w", displayName: "wait" }), fresh);
    expect(waiting).toEqual({
      kind: "failed",
      error: { name: "Error", message: 'The step "wait" (WaitForEvent) is not supported.' },
    });
  });

  test("a run has a thousand steps at most", () => {
    const steps = Array.from({ length: 1000 }, (_, i): EngineStep => [`${i}`, { type: "data", data: 1 }]);
    expect(decide(ops({ op: "StepRun", id: "x" }), { ...fresh, steps })).toMatchObject({ kind: "failed" });
  });
});

test("defaultBackoff is Inngest's, with up to 30 s of jitter", () => {
  const seconds = [0, 1, 2, 9, 15].map((attempt) => defaultBackoff(attempt) / 1000);
  for (const [index, base] of [15, 30, 60, 7200, 7200].entries()) {
    expect(seconds[index]).toBeGreaterThanOrEqual(base);
    expect(seconds[index]).toBeLessThanOrEqual(base + 30);
  }
});

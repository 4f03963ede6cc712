import { expect, test } from "vitest";
import { describe } from "./memory.mjs";

const every = (seconds: number, of: (at: number) => number) =>
  Array.from({ length: seconds }, (_, second) => ({ at: second * 1_000, value: of(second) }));

test("growth in the first minute is settling, not a leak", () => {
  const settling = describe(every(300, (second) => 100 + Math.min(second, 50)));
  expect(settling).toMatchObject({ mostMb: 150, lastMb: 150 });
  expect(settling.growthMbPerMinute).toBeCloseTo(0);
});

test("a leak shows as growth", () => {
  expect(describe(every(300, (second) => 100 + second / 6)).growthMbPerMinute).toBeCloseTo(10);
});

test("of too few points nothing is said", () => {
  expect(describe([])).toEqual({ mostMb: null, firstMb: null, lastMb: null, growthMbPerMinute: null });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSamples, median, percentile, slope } from "./samples.mjs";

describe("percentile", () => {
  test("is the smallest value that the share is not above", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([], 0.5)).toBeNull();
  });

  test("is one of the values, and at least that share is not above it", () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, share) => {
        const sorted = list.sort((a, b) => a - b);
        const found = percentile(sorted, share) as number;
        expect(sorted).toContain(found);
        expect(sorted.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * sorted.length);
      }),
    );
  });
});

test("samples can be many, and are forgotten when told so", () => {
  const samples = createSamples();
  for (let value = 10_000; value >= 1; value -= 1) samples.add(value);
  expect(samples.summary()).toEqual({ count: 10_000, p50: 5_000, p95: 9_500, p99: 9_900, max: 10_000 });
  samples.clear();
  expect(samples.summary()).toEqual({ count: 0, p50: null, p95: null, p99: null, max: null });
  samples.add(3);
  expect(samples.summary().p50).toBe(3);
});

test("the median leaves nulls out", () => {
  expect(median([3, null, 1, 2])).toBe(2);
  expect(median([1, 2])).toBe(1.5);
  expect(median([null])).toBeNull();
});

test("the slope of a line is its rise", () => {
  const line = [0, 1, 2, 5].map((at) => ({ at, value: 100 + 3 * at }));
  expect(slope(line)).toBeCloseTo(3);
  expect(slope(line.slice(0, 1))).toBeNull();
  expect(slope([line[0], line[0]] as typeof line)).toBeNull();
});

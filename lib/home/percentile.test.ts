import fc from "fast-check";
import { expect, test } from "vitest";
import { percentile } from "./percentile";

const bounds = [10, 50, 100];

test("of nothing there is none", () => expect(percentile([0, 0, 0, 0], bounds, 0.95)).toBeNull());

test("it is drawn out evenly within a bucket", () => {
  expect(percentile([0, 10, 0, 0], bounds, 0.5)).toBe(30);
  expect(percentile([5, 5, 0, 0], bounds, 0.5)).toBe(10);
});

test("above the last bound it is that bound", () => {
  expect(percentile([0, 0, 0, 7], bounds, 0.5)).toBe(100);
});

test("it rises with the share, within the bounds", () => {
  const counts = fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(counts, share, share, (list, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((s) => percentile(list, bounds, s));
      if (low == null || high == null) return list.every((count) => count === 0);
      return low <= high + 1e-9 && low >= 0 && high <= 100;
    }),
  );
});

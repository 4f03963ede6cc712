import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBuckets } from "./buckets";

describe("createBuckets", () => {
  it("takes a burst, then the pace", () => {
    let now = 0;
    const buckets = createBuckets({ perSecond: 2, burst: 3 }, () => now);
    for (let n = 0; n < 3; n++) {
      expect(buckets.waitSeconds("a", 1)).toBe(0);
      buckets.take("a", 1);
    }
    expect(buckets.waitSeconds("a", 1)).toBe(0.5);
    expect(buckets.waitSeconds("b", 3)).toBe(0);
    now = 500;
    expect(buckets.waitSeconds("a", 1)).toBe(0);
    expect(buckets.waitSeconds("a", 2)).toBe(0.5);
    now = 1_000_000;
    expect(buckets.waitSeconds("a", 3)).toBe(0);
    buckets.take("a", 3);
    expect(buckets.waitSeconds("a", 3)).toBe(1.5);
    buckets.giveBack("a", 100);
    expect(buckets.waitSeconds("a", 3)).toBe(0);
  });

  it("never lets through more than the burst and what the time allows, whoever waits as long as told or not", () => {
    const call = fc.record({ after: fc.nat(3_000), amount: fc.integer({ min: 1, max: 10 }) });
    const property = fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
      let now = 0;
      const [perSecond, burst] = [5, 10];
      const buckets = createBuckets({ perSecond, burst }, () => now);
      let taken = 0;
      for (const { after, amount } of calls) {
        now += after;
        const wait = buckets.waitSeconds("a", amount);
        if (wait > 0) {
          now += wait * 1_000;
          expect(buckets.waitSeconds("a", amount)).toBeCloseTo(0, 6);
          continue;
        }
        buckets.take("a", amount);
        taken += amount;
        expect(taken).toBeLessThanOrEqual(burst + (now / 1_000) * perSecond + 1e-6);
      }
    });
    fc.assert(property);
  });

  it("remembers a bounded number of callers", () => {
    const buckets = createBuckets({ perSecond: 1, burst: 1 }, () => 0);
    buckets.take("first", 1);
    for (let n = 0; n < 10_000; n++) buckets.take(`other ${n}`, 1);
    expect(buckets.waitSeconds("first", 1)).toBe(0);
    expect(buckets.waitSeconds("other 9999", 1)).toBe(1);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetrySchedule } from "@/db/types";
import { nextDelaySeconds, planTries, totalTries } from "./schedule";

const middle = () => 0.5;
const delays = fc.array(fc.integer({ min: 1, max: 7 * 86_400 }), { maxLength: 20 });
const schedules: fc.Arbitrary<RetrySchedule> = fc.oneof(
  fc.constant({ kind: "default" } as const),
  fc.constant({ kind: "standard" } as const),
  delays.map((delaysSeconds) => ({ kind: "custom", delaysSeconds }) as const),
);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const all = (schedule: RetrySchedule, r = middle) =>
  Array.from({ length: totalTries(schedule) }, (_, i) => nextDelaySeconds(schedule, i + 1, r));

describe("schedules", () => {
  it("default: three tries 30 s apart", () => {
    expect(totalTries({ kind: "default" })).toBe(3);
    expect(all({ kind: "default" })).toEqual([30, 30, null]);
  });

  it("standard: ten tries over some 75 hours", () => {
    const given = all({ kind: "standard" });
    expect(given).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null]);
    expect(given.reduce<number>((sum, delay) => sum + (delay ?? 0), 0) / 3600).toBeCloseTo(75.6, 1);
  });

  it("custom: as listed; an empty list is one try", () => {
    expect(all({ kind: "custom", delaysSeconds: [1, 60] })).toEqual([1, 60, null]);
    expect(all({ kind: "custom", delaysSeconds: [] })).toEqual([null]);
  });

  it("end after as many tries as they say, whatever chance brings", () => {
    const property = fc.property(schedules, fc.integer({ min: 1, max: 40 }), random, (schedule, made, r) => {
      const delay = nextDelaySeconds(schedule, made, () => r);
      expect(delay === null).toBe(made >= totalTries(schedule));
      if (delay !== null) expect(delay).toBeGreaterThan(0);
    });
    fc.assert(property);
  });

  it("jitter stays within a fifth, and only the standard schedule has it", () => {
    const property = fc.property(schedules, fc.integer({ min: 1, max: 20 }), random, (schedule, made, r) => {
      const [delay, planned] = [
        nextDelaySeconds(schedule, made, () => r),
        nextDelaySeconds(schedule, made, middle),
      ];
      if (delay === null || planned === null) return;
      const share = schedule.kind === "standard" ? 0.2 : 0;
      expect(Math.abs(delay - planned)).toBeLessThanOrEqual(planned * share + 1e-6);
    });
    fc.assert(property);
  });

  it("are drawn in order, with room for jitter", () => {
    const from = new Date("2026-04-18T09:30:00Z");
    const property = fc.property(schedules, (schedule) => {
      const tries = planTries(schedule, from);
      expect(tries.length).toBe(totalTries(schedule));
      expect(tries[0]).toEqual({ number: 1, at: from, earliest: from, latest: from });
      tries.slice(1).forEach((next, i) => {
        expect(next.at.getTime()).toBeGreaterThan(tries[i]?.at.getTime() as number);
        expect(next.earliest.getTime()).toBeLessThanOrEqual(next.at.getTime());
        expect(next.latest.getTime()).toBeGreaterThanOrEqual(next.at.getTime());
      });
    });
    fc.assert(property);
    expect(planTries({ kind: "default" }, from).at(-1)?.at.toISOString()).toBe("2026-04-18T09:31:00.000Z");
  });
});

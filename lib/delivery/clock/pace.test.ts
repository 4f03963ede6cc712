import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOver, type Pace, paused, perSecond, refused, taken } from "./pace";
import { fixedWindow, type Limiter, play, slidingWindow, tokenBucket } from "./pace.testing";

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

/** The pace after so many requests, one right after the other, were taken. */
const afterTaken = (pace: Pace, count: number): Pace =>
  Array.from({ length: count }).reduce<Pace>((each) => taken(each, each.resumeAt), pace);
const refusedAt = (pace: Pace | null, now: number, waitMs?: number) =>
  refused(pace, { sentAt: now, now, waitMs });

describe("the pause after a 429", () => {
  it("is as long as the receiver says, and when it does not a second, doubled up to a minute while nothing is taken", () => {
    expect(refusedAt(null, NOW, 5_000).resumeAt).toBe(NOW + 5_000);
    const waits: number[] = [];
    let pace: Pace | null = null;
    for (let now = NOW, turn = 0; turn < 9; turn++) {
      pace = refusedAt(pace, now);
      waits.push((pace.resumeAt - now) / 1_000);
      now = pace.resumeAt;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    const working = afterTaken(pace as Pace, 1);
    expect(refusedAt(working, working.resumeAt).resumeAt).toBe(working.resumeAt + 1_000);
  });

  it("is one for all that were under way together, and the longest of what they say", () => {
    const first = refusedAt(null, NOW, 2_000);
    const late = { sentAt: NOW - 10, now: NOW + 50 };
    expect(refused(first, { ...late, waitMs: undefined })).toEqual(first);
    expect(refused(first, { ...late, waitMs: 1_000 })).toEqual(first);
    expect(refused(first, { ...late, waitMs: 60_000 })).toEqual({ ...first, resumeAt: NOW + 60_050 });
    // Nor does what was taken of them say that the pace after the pause is right.
    expect(taken(first, NOW - 10)).toEqual(first);
  });
});

describe("the rate after a 429", () => {
  it("begins at one a second when nothing is known, doubles each second, and is free in the end", () => {
    const first = refusedAt(null, NOW);
    expect(perSecond(first)).toBe(1);
    expect(perSecond(afterTaken(first, 1))).toBe(2);
    const free = afterTaken(first, 1_000);
    expect(isOver(first, NOW)).toBe(false);
    expect(isOver(free, NOW + 20_000)).toBe(true);
  });

  it("is a little less than what was too much, and comes back to it slowly", () => {
    const first = refusedAt(null, NOW);
    const fast = afterTaken(first, 70);
    const second = refusedAt(fast, NOW + 10_000);
    const ceiling = second.ceiling as number;
    expect(ceiling).toBeGreaterThan(perSecond(fast) / 2);
    expect(perSecond(second)).toBeCloseTo(ceiling * 0.9);
    const back = afterTaken(second, Math.round(ceiling * 5));
    expect(perSecond(back) / ceiling).toBeCloseTo(1, 1);
    // The same rate was too much again: it is felt for less often.
    expect(refusedAt(back, NOW + 60_000).climbMs).toBe(second.climbMs * 4);
  });

  it("falls at once to what little was taken, and to the beginning when nothing was", () => {
    const fast: Pace = { ...refusedAt(null, NOW), ceiling: 50, climbedMs: 5_000, taken: 900 };
    const slower = afterTaken(refusedAt(fast, NOW + 30_000, 1_000), 1);
    expect(refusedAt(slower, slower.resumeAt + 20).ceiling).toBe(1);
    const none = refusedAt(fast, NOW + 30_000, 1_000);
    expect(refusedAt(none, none.resumeAt + 20)).toMatchObject({ ceiling: null, climbedMs: 0, refusals: 2 });
  });

  it("is not raised by time alone, and forgotten after an hour", () => {
    const pace = refusedAt(afterTaken(refusedAt(null, NOW), 20), NOW + 9_000);
    expect(isOver(pace, pace.resumeAt + HOUR_MS)).toBe(false);
    expect(isOver(pace, pace.resumeAt + HOUR_MS + 1)).toBe(true);
  });

  it("stays as it was through a pause that says nothing of it", () => {
    const pace = afterTaken(refusedAt(null, NOW), 5);
    expect(paused(pace, NOW + 90_000)).toEqual({ ...pace, resumeAt: NOW + 90_000 });
    expect(paused(pace, NOW - 90_000)).toEqual(pace);
    expect(perSecond(paused(null, NOW))).toBe(1);
  });
});

describe("a pace, whatever happens", () => {
  const steps = fc.array(
    fc.record({
      afterMs: fc.nat({ max: 100_000 }),
      // Of a request that was sent this long before.
      tookMs: fc.nat({ max: 30_000 }),
      what: fc.constantFrom("taken" as const, "refused" as const, "paused" as const),
      waitMs: fc.option(fc.nat({ max: 86_400_000 }), { nil: undefined }),
      times: fc.integer({ min: 1, max: 200 }),
    }),
    { maxLength: 60 },
  );

  it("never resumes earlier than was said, and always lets something go", () => {
    const property = fc.property(steps, (drawn) => {
      let pace: Pace | null = null;
      let now = NOW;
      for (const { afterMs, tookMs, what, waitMs, times } of drawn) {
        now += afterMs;
        const before: number = pace?.resumeAt ?? 0;
        if (what === "paused") pace = paused(pace, now + (waitMs ?? 0));
        else if (what === "refused") pace = refused(pace, { sentAt: now - tookMs, now, waitMs });
        else for (let time = 0; time < times && pace; time++) pace = taken(pace, now - tookMs);
        if (!pace) continue;
        expect(pace.resumeAt).toBeGreaterThanOrEqual(before);
        // One that was under way before the pause, and says nothing of how long, tells nothing new.
        const isNews = what === "paused" || (waitMs ?? 0) > 0 || now - tookMs >= before;
        if (what !== "taken" && isNews) expect(pace.resumeAt).toBeGreaterThanOrEqual(now + (waitMs ?? 0));
        expect(perSecond(pace)).toBeGreaterThan(0.05);
        expect(pace.climbMs).toBeLessThanOrEqual(80_000);
      }
    });
    fc.assert(property);
  });

  it("is raised by every request that is taken", () => {
    const property = fc.property(
      fc.double({ min: 0.1, max: 400, noNaN: true }),
      fc.nat({ max: 500 }),
      (ceiling, count) => {
        const pace = afterTaken({ ...refusedAt(null, NOW), ceiling }, count);
        expect(perSecond(taken(pace, pace.resumeAt))).toBeGreaterThanOrEqual(perSecond(pace));
      },
    );
    fc.assert(property);
  });
});

describe("against a receiver that takes so many a second", () => {
  const limiters: [string, (limit: number) => Limiter][] = [
    ["in each second", fixedWindow],
    ["in any second", slidingWindow],
    ["evenly, none too early", (limit) => tokenBucket(limit, 1)],
    ["and a second's worth at once", (limit) => tokenBucket(limit, limit)],
  ];

  it.each(limiters)("all are delivered, nearly as fast as it takes them: %s", (_name, limiter) => {
    const property = fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.constantFrom(undefined, 0, 1_000),
      fc.integer({ min: 1, max: 40 }),
      (limit, waitMs, answersInMs) => {
        const jobs = limit * 240;
        const { ms, refusals } = play({ jobs, takes: limiter(limit), waitMs, againMs: 1_000, answersInMs });
        expect(ms / 240_000).toBeLessThan(1.15);
        // Up to sixteen go out before the first answer is there; then few.
        expect(refusals).toBeLessThan(60);
      },
    );
    fc.assert(property, { numRuns: 6 });
  });

  it("a schedule of 30 s between tries adds no more than those 30 s", () => {
    for (const [, limiter] of limiters) {
      for (const [limit, jobs] of [
        [1, 600],
        [50, 10_000],
      ] as const) {
        const { ms } = play({ jobs, takes: limiter(limit), waitMs: 1_000, againMs: 30_000, answersInMs: 5 });
        expect(ms).toBeLessThan((jobs / limit) * 1_000 * 1.15 + 30_000);
      }
    }
  });

  it("finds its way back when the receiver takes nothing for a minute, and then all", () => {
    const takes: Limiter = (at) => at > 60_000;
    for (const waitMs of [undefined, 1_000, 7_000]) {
      const { ms } = play({ jobs: 500, takes, waitMs, againMs: 30_000, answersInMs: 5 });
      expect(ms).toBeLessThan(130_000);
    }
  });
});

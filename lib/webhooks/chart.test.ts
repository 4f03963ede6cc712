import { describe, expect, test } from "vitest";
import { type HourStat, RANGES, rangeStart, sumOf, toBars } from "./chart";

const now = new Date("2026-11-22T14:20:00Z");
const counts = (bucket: number, count: number) =>
  Array.from({ length: 12 }, (_, i) => (i === bucket ? count : 0));
const stat = (hour: string, succeeded: number, failed = 0): HourStat => ({
  hour: `${hour}.000Z`,
  succeeded,
  failed,
  latency: counts(2, succeeded + failed),
});

test("a day has 24 bars of an hour, the last one under way", () => {
  const bars = toBars([stat("2026-11-22T14:00:00", 3), stat("2026-11-21T15:00:00", 2, 1)], "24h", now);
  expect(bars).toHaveLength(24);
  expect(bars[23]).toMatchObject({ from: new Date("2026-11-22T14:00:00Z"), succeeded: 3, failed: 0 });
  expect(bars[0]).toMatchObject({ from: new Date("2026-11-21T15:00:00Z"), succeeded: 2, failed: 1 });
});

test("an hour before the range is left out", () => {
  const bars = toBars([stat("2026-11-21T14:00:00", 9)], "24h", now);
  expect(bars.every(({ succeeded }) => succeeded === 0)).toBe(true);
});

describe.each(RANGES)("over %s", (range) => {
  test("bars follow each other without a gap and end after now", () => {
    const bars = toBars([], range, now);
    expect(bars[0]?.from).toEqual(rangeStart(range, now));
    for (const [index, bar] of bars.slice(1).entries()) expect(bar.from).toEqual(bars[index]?.to);
    const last = bars.at(-1);
    expect(last && last.from <= now && last.to > now).toBe(true);
  });

  test("every hour from its start on is in one bar", () => {
    const from = rangeStart(range, now).getTime();
    const hours = Math.ceil((now.getTime() - from) / 3_600_000);
    const stats = Array.from({ length: hours }, (_, i) =>
      stat(new Date(from + i * 3_600_000).toISOString().slice(0, 19), 1),
    );
    const total = toBars(stats, range, now).reduce((sum, { succeeded }) => sum + succeeded, 0);
    expect(total).toBe(hours);
  });
});

test("percentiles come from all hours together, and of nothing there are none", () => {
  expect(sumOf([])).toEqual({ succeeded: 0, failed: 0, p50Ms: null, p95Ms: null });
  const sum = sumOf([stat("2026-11-22T13:00:00", 4), stat("2026-11-22T14:00:00", 4)]);
  expect(sum.p50Ms).toBe(37.5);
});

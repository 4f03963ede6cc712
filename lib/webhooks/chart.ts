import { percentile } from "@/lib/home/percentile";
import { LATENCY_BOUNDS_MS } from "@/lib/stats/latency-bounds";

/** What the charts of a webhook's page can look back on. */
export const RANGES = ["24h", "7d", "30d"] as const;
export type Range = (typeof RANGES)[number];

export const rangeWords: Record<Range, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
};

const HOUR_MS = 3_600_000;
/** How many bars each range has, and how many hours one stands for. */
const bars: Record<Range, { count: number; hours: number }> = {
  "24h": { count: 24, hours: 1 },
  "7d": { count: 28, hours: 6 },
  "30d": { count: 30, hours: 24 },
};

/** How many hours to read for a range: its bars, and as much more as the first one may have begun earlier. */
export const hoursToRead = (range: Range): number =>
  bars[range].count * bars[range].hours + bars[range].hours;

/** What one webhook's jobs came to in an hour. `hour` is its start, ISO 8601; an hour without any has no row. */
export type HourStat = {
  hour: string;
  succeeded: number;
  failed: number;
  /** Requests by total time: a counter for each of LATENCY_BOUNDS_MS, the last for all above. */
  latency: number[];
};

/** `at` is when they were counted, ISO 8601: the charts end there. */
export type WebhookStats = { at: string; hours: HourStat[] };

/** One bar of a chart. Percentiles are estimated from counters; null where nothing was sent. */
export type Bar = {
  from: Date;
  to: Date;
  succeeded: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
};

/** The first hour that a range shows, so that its last bar ends with the hour, quarter of a day or day under way. */
export function rangeStart(range: Range, now: Date): Date {
  return barStart(range, now, bars[range].count - 1);
}

/**
 * The start of the bar that is `ago` bars before the one under way. Bars of 6 and 24 hours begin at the clock's own hours, so that a day is
 * the reader's day, also when clocks change.
 */
function barStart(range: Range, now: Date, ago: number): Date {
  const { hours } = bars[range];
  if (hours === 1) return new Date((Math.floor(now.getTime() / HOUR_MS) - ago) * HOUR_MS);
  const start = new Date(now);
  start.setHours(Math.floor(now.getHours() / hours) * hours, 0, 0, 0);
  start.setHours(start.getHours() - ago * hours);
  return start;
}

/** Hours gathered into the bars of a range, oldest first, in the time zone of whoever calls. */
export function toBars(stats: readonly HourStat[], range: Range, now: Date): Bar[] {
  const { count } = bars[range];
  const starts = Array.from({ length: count + 1 }, (_, index) => barStart(range, now, count - 1 - index));
  return starts.slice(0, -1).map((from, index) => {
    const to = starts[index + 1] as Date;
    const within = stats.filter(({ hour }) => hour >= from.toISOString() && hour < to.toISOString());
    return { from, to, ...sumOf(within) };
  });
}

/** Counts and percentiles over all of what is given. */
export function sumOf(stats: readonly HourStat[]): Omit<Bar, "from" | "to"> {
  const latency = [...LATENCY_BOUNDS_MS, null].map((_, index) =>
    stats.reduce((sum, stat) => sum + (stat.latency[index] ?? 0), 0),
  );
  return {
    succeeded: stats.reduce((sum, stat) => sum + stat.succeeded, 0),
    failed: stats.reduce((sum, stat) => sum + stat.failed, 0),
    p50Ms: percentile(latency, LATENCY_BOUNDS_MS, 0.5),
    p95Ms: percentile(latency, LATENCY_BOUNDS_MS, 0.95),
  };
}

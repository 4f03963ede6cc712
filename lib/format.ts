const number = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** "12,345" */
export const formatNumber = (value: number): string => number.format(value);

/**
 * "99.5%". Never rounds up to 100% or down to 0% what is not quite that: 9,999 of 10,000 is "99.9%".
 * @param share 0..1
 */
export function formatPercent(share: number): string {
  if (share > 0.999 && share < 1) return "99.9%";
  if (share > 0 && share < 0.001) return "0.1%";
  return percent.format(share);
}

/** A duration in milliseconds: "8 ms", "1.2 s", "2 min 5 s", "3 h". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  const [large, small, unit, subunit] =
    seconds < 3600
      ? [Math.floor(seconds / 60), seconds % 60, "min", "s"]
      : [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60), "h", "min"];
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${subunit}`;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const units: { unit: string; seconds: number; below: number }[] = [
  { unit: "s", seconds: 1, below: MINUTE },
  { unit: "min", seconds: MINUTE, below: HOUR },
  { unit: "h", seconds: HOUR, below: DAY },
  { unit: "d", seconds: DAY, below: 30 * DAY },
  { unit: "mo", seconds: 30 * DAY, below: 365 * DAY },
];
const longest = { unit: "y", seconds: 365 * DAY };

/** "just now", "40 s ago", "in 3 min", "2 d ago". */
export function formatRelative(date: Date, now: Date = new Date()): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return seconds > 1 ? "in a moment" : "just now";
  const { unit, seconds: size } = units.find(({ below }) => distance < below) ?? longest;
  const text = `${Math.floor(distance / size)} ${unit}`;
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** "22 Nov 2026, 14:03:09"; in the reader's time zone unless one is named. */
export function formatMoment(date: Date, timeZone?: string): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    ...(timeZone ? { timeZone } : {}),
  }).format(date);
  return timeZone === "UTC" ? `${text} UTC` : text;
}

const DAY_MS = 86_400_000;

/** "07:35:20", "tomorrow 07:35", "Tue 24 Nov, 07:35": as far as needed to tell from now. In the reader's time zone. Pure but for that. */
export function clockTime(at: Date, now: Date): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
  const soon = at.getTime() - now.getTime() < 3_600_000;
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(soon && { second: "2-digit" }),
  }).format(at);
  if (days === 0) return time;
  if (days === 1) return `tomorrow ${time}`;
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" }).format(
    at,
  );
  return `${day}, ${time}`;
}

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "30 s", "5 min 5 s", "17 h 35 min", "3 d 4 h": the two largest units, rounded to the smaller. Pure. */
export function spanWords(seconds: number): string {
  const [unit, smaller] =
    seconds < 60 ? [1, 1] : seconds < 3_600 ? [60, 1] : seconds < 86_400 ? [3_600, 60] : [86_400, 3_600];
  const rounded = Math.round(seconds / smaller) * smaller;
  const rest = (rounded % unit) / smaller;
  const large = `${Math.floor(rounded / unit)} ${NAMES[unit]}`;
  return rest === 0 ? large : `${large} ${rest} ${NAMES[smaller]}`;
}

const NAMES: Record<number, string> = { 1: "s", 60: "min", 3600: "h", 86400: "d" };

/**
 * Where tries stand on a line from 0 to 1, so that seconds and days can both be told apart: by the logarithm of the time passed. Pure.
 * @param seconds of each try since the first
 */
export function positionsOnLine(seconds: number[]): number[] {
  const scale = (value: number) => Math.log1p(value / 10);
  const longest = scale(Math.max(...seconds, 0));
  return seconds.map((value) => (longest === 0 ? 0 : scale(value) / longest));
}

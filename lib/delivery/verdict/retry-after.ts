/** A receiver may put us off for at most this long. */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

/**
 * Seconds that a `Retry-After` asks for (RFC 9110 §10.2.3: whole seconds or an HTTP date), from 0 to a day; 0 also for a date that
 * is past. Undefined when there is none, or it is neither. Pure.
 */
export function retryAfterSeconds(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const wanted = /^\d+$/.test(text) ? Number(text) : (httpDate(text, now) - now.getTime()) / 1000;
  if (Number.isNaN(wanted)) return undefined;
  return Math.min(Math.max(wanted, 0), MAX_RETRY_AFTER_SECONDS);
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longDay = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
const month = `(?<month>${MONTHS.join("|")})`;
const time = "(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)";

/** The three forms of an HTTP date (RFC 9110 §5.6.7); all of them are GMT, whatever this machine's zone. */
const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^${day}, (?<date>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  // Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(`^${longDay}, (?<date>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  // Sun Nov  6 08:49:37 1994
  new RegExp(`^${day} ${month} (?<date>\\d\\d| \\d) ${time} (?<year>\\d{4})$`),
];

/** Epoch ms, or NaN for what is no HTTP date, or names a day that its month does not have. */
function httpDate(text: string, now: Date): number {
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (!parts) continue;
    const part = (name: string) => Number(parts[name]);
    const year = parts.year?.length === 2 ? fullYear(part("year"), now) : part("year");
    const monthIndex = MONTHS.indexOf(parts.month ?? "");
    const at = new Date(0);
    // Not Date.UTC, which takes the year 94 for 1994.
    at.setUTCFullYear(year, monthIndex, part("date"));
    if (at.getUTCMonth() !== monthIndex || at.getUTCDate() !== part("date")) return Number.NaN;
    return at.setUTCHours(part("hour"), part("minute"), part("second"));
  }
  return Number.NaN;
}

/** A year of two digits is the one that is at most 50 years ahead (RFC 9110 §5.6.7). */
function fullYear(twoDigits: number, now: Date): number {
  const century = Math.floor(now.getUTCFullYear() / 100) * 100;
  const year = century + twoDigits;
  if (year > now.getUTCFullYear() + 50) return year - 100;
  return year <= now.getUTCFullYear() - 50 ? year + 100 : year;
}

/**
 * Times between PostgreSQL and JavaScript. Both hold every instant of the years that RFC 3339 can write, but each in a notation of its own for those before
 * the year 1 and after 9999, and `new Date` takes PostgreSQL's year 0099 for 1999.
 */

/** An instant as PostgreSQL reads it, in UTC: `2026-04-18T09:30:00.000Z`, `0044-03-15T12:00:00.000Z BC`. */
export function databaseTime(date: Date): string {
  const iso = date.toISOString();
  const year = date.getUTCFullYear();
  if (year >= 1 && year <= 9999) return iso;
  // JavaScript pads these years to six digits, with a sign; only the first hyphen after it ends the year.
  const rest = iso.slice(iso.indexOf("-", 1));
  return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, "0")}${rest} BC`;
}

const TIME =
  /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d)(?::(\d\d))?)?( BC)?$/;

/**
 * PostgreSQL's text of a `timestamptz` as `new Date` reads it rightly: ISO 8601. What it does not know (`infinity`) stays as it is.
 */
export function isoTime(text: string): string {
  // Nearly all: four digits of year, UTC.
  if (text.length <= 29 && text[4] === "-" && text.endsWith("+00")) {
    return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  }
  const match = TIME.exec(text);
  if (!match) return text;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = match.slice(1, 7).map(Number);
  const [ms, ...offset] = [`${match[7] ?? ""}000`.slice(0, 3), match[9], match[10], match[11]].map((part) =>
    Number(part ?? 0),
  );
  const [offsetHours = 0, offsetMinutes = 0, offsetSeconds = 0] = offset;
  const date = new Date(0);
  // Not Date.UTC, which takes the year 99 for 1999.
  date.setUTCFullYear(match[12] ? 1 - year : year, month - 1, day);
  date.setUTCHours(hours, minutes, seconds, ms);
  const away = ((offsetHours * 60 + offsetMinutes) * 60 + offsetSeconds) * 1_000;
  return new Date(date.getTime() + (match[8] === "-" ? away : -away)).toISOString();
}

/** How postgres.js reads and writes `timestamptz` (1184): as dates. */
export const moments = {
  to: 1184,
  from: [1184],
  serialize: (value: Date | string) => (value instanceof Date ? databaseTime(value) : fromIso(value)),
  parse: (text: string) => new Date(isoTime(text)),
};

/** A text for PostgreSQL; Drizzle writes dates by `toISOString`, whose long years PostgreSQL does not read. */
export const fromIso = (text: string): string =>
  /^(?:[+-]\d{6}|0000)-/.test(text) ? databaseTime(new Date(text)) : text;

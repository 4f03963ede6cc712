import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MAX_RETRY_AFTER_SECONDS, retryAfterSeconds } from "./retry-after";

const now = new Date("2026-04-18T09:30:00Z");
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A moment in each of the three forms of an HTTP date. */
function formsOf(at: Date): string[] {
  const [, date, month, year, time] = at.toUTCString().split(" ");
  const day = DAYS[at.getUTCDay()] ?? "";
  return [
    at.toUTCString(),
    `${day}, ${date}-${month}-${year?.slice(-2)} ${time} GMT`,
    `${day.slice(0, 3)} ${month} ${String(at.getUTCDate()).padStart(2, " ")} ${time} ${year}`,
  ];
}

afterEach(() => vi.unstubAllEnvs());

describe("Retry-After", () => {
  it("is read as whole seconds, up to a day", () => {
    expect(retryAfterSeconds("120", now)).toBe(120);
    expect(retryAfterSeconds(" 7 ", now)).toBe(7);
    expect(retryAfterSeconds("0", now)).toBe(0);
    expect(retryAfterSeconds("9".repeat(400), now)).toBe(MAX_RETRY_AFTER_SECONDS);
  });

  it("is read as a date in each of the three forms", () => {
    for (const text of formsOf(new Date("2026-04-18T09:31:30Z"))) {
      expect([text, retryAfterSeconds(text, now)]).toEqual([text, 90]);
    }
    expect(retryAfterSeconds("Sat, 18 Apr 2026 09:00:00 GMT", now)).toBe(0);
    expect(retryAfterSeconds("Sun Nov  6 08:49:37 1994", now)).toBe(0);
    // Fifty years ahead at most: 77 is 1977.
    expect(retryAfterSeconds("Monday, 18-Apr-77 09:31:30 GMT", now)).toBe(0);
    expect(retryAfterSeconds("Saturday, 18-Apr-76 09:31:30 GMT", now)).toBe(MAX_RETRY_AFTER_SECONDS);
  });

  it.each([
    ...[
      undefined,
      "",
      "soon",
      "-5",
      "+5",
      "1.5",
      "1e3",
      "0x10",
      "5, 6",
      "2026-04-18",
      "2026-04-18T09:31:30Z",
    ],
    ...["Sat, 18 Apr 2026 09:31:30", "Sat, 18 Apr 2026 09:31:30 UTC", "Sat, 18 Apr 2026 09:31:30 +0200"],
    ...["sat, 18 apr 2026 09:31:30 gmt", "18 Apr 2026 09:31:30 GMT", "Sat,18 Apr 2026 09:31:30 GMT"],
    ...["Sat, 18 Apr 2026 24:31:30 GMT", "Sat, 31 Jun 2026 09:31:30 GMT", "Sat, 00 Jun 2026 09:31:30 GMT"],
    ...["Sat, 18-Apr-26 09:31:30 GMT", "Sat Apr 18 09:31:30 2026 GMT", "Mon Apr 6 09:31:30 2026"],
    ...["Sat, 18 Apr 2026 09:31:30 GMT, 5", "Sat, 18 Apr 26 09:31:30 GMT"],
  ])("%s is none", (value) => {
    expect(retryAfterSeconds(value, now)).toBeUndefined();
  });

  it("is the same moment in every form, whatever the day", () => {
    const moments = fc.date({ min: now, max: new Date(now.getTime() + 86_400_000), noInvalidDate: true });
    const property = fc.property(moments, (at) => {
      const whole = new Date(Math.floor(at.getTime() / 1000) * 1000);
      const expected = Math.max(0, (whole.getTime() - now.getTime()) / 1000);
      for (const text of formsOf(whole)) expect(retryAfterSeconds(text, now)).toBe(expected);
    });
    fc.assert(property);
  });

  it("is from 0 seconds to a day for any text, or nothing", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.date().map(String),
      fc.date({ noInvalidDate: true }).chain((at) => fc.constantFrom(...formsOf(at))),
    );
    const property = fc.property(texts, (value) => {
      const wait = retryAfterSeconds(value, now);
      if (wait === undefined) return;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(MAX_RETRY_AFTER_SECONDS);
    });
    fc.assert(property);
  });

  it.each([
    ["Pacific/Kiritimati", -840],
    ["America/Los_Angeles", 420],
    ["UTC", 0],
  ])("is GMT on a machine in %s", (zone, offsetMinutes) => {
    vi.stubEnv("TZ", zone);
    // The zone is in force here.
    expect(now.getTimezoneOffset()).toBe(offsetMinutes);
    for (const text of formsOf(new Date("2026-04-18T09:31:30Z"))) {
      expect([text, retryAfterSeconds(text, now)]).toEqual([text, 90]);
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { databaseTime, fromIso, isoTime } from "./times";

describe("times as PostgreSQL writes them", () => {
  it.each([
    ["2026-04-18 09:30:00+00", "2026-04-18T09:30:00.000Z"],
    ["2026-04-18 09:30:00.123456+00", "2026-04-18T09:30:00.123Z"],
    ["0001-02-03 04:05:06+00", "0001-02-03T04:05:06.000Z"],
    ["0099-02-03 04:05:06.7+00", "0099-02-03T04:05:06.700Z"],
    ["0001-12-31 23:00:00+00 BC", "0000-12-31T23:00:00.000Z"],
    ["0044-03-15 12:00:00+00 BC", "-000043-03-15T12:00:00.000Z"],
    ["10000-01-01 15:59:59.999+00", "+010000-01-01T15:59:59.999Z"],
    ["2026-04-18 15:00:00+05:30", "2026-04-18T09:30:00.000Z"],
    ["0099-01-01 00:09:21+00:09:21", "0099-01-01T00:00:00.000Z"],
    ["2026-04-18 01:30:00.5-08", "2026-04-18T09:30:00.500Z"],
  ])("%s is %s", (text, iso) => {
    expect(new Date(isoTime(text)).toISOString()).toBe(iso);
  });

  it("leaves what is no moment", () => {
    expect(isoTime("infinity")).toBe("infinity");
  });
});

it("writes every moment so that it can be told from all others", () => {
  expect(databaseTime(new Date("2026-04-18T09:30:00Z"))).toBe("2026-04-18T09:30:00.000Z");
  expect(databaseTime(new Date("0000-02-29T00:00:00Z"))).toBe("0001-02-29T00:00:00.000Z BC");
  expect(databaseTime(new Date("-000043-03-15T12:00:00Z"))).toBe("0044-03-15T12:00:00.000Z BC");
  expect(databaseTime(new Date("+010000-01-01T00:00:00Z"))).toBe("10000-01-01T00:00:00.000Z");
  const dates = fc.date({ min: new Date(-63e12), max: new Date(3e14), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => fromIso(date.toISOString()) === databaseTime(date)));
});

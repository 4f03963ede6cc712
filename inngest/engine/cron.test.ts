import { describe, expect, test } from "vitest";
import { cronMatches, cronProblem } from "./cron";

const at = (iso: string) => new Date(`${iso}:00Z`);

describe("cronMatches", () => {
  test.each([
    ["* * * * *", "2026-03-01T10:11", true],
    ["*/15 * * * *", "2026-03-01T10:45", true],
    ["*/15 * * * *", "2026-03-01T10:46", false],
    ["5/10 * * * *", "2026-03-01T10:25", true],
    ["5/10 * * * *", "2026-03-01T10:20", false],
    ["0 3 * * *", "2026-03-01T03:00", true],
    ["0 3 * * *", "2026-03-01T04:00", false],
    ["0 9-17/4 * * mon-fri", "2026-03-02T13:00", true],
    ["0 9-17/4 * * mon-fri", "2026-03-01T13:00", false],
    ["0 0 1 jan,jul *", "2026-07-01T00:00", true],
    ["0 0 1 jan,jul *", "2026-06-01T00:00", false],
    ["0 0 * * 7", "2026-03-01T00:00", true],
    ["0 0 * * sun", "2026-03-01T00:00", true],
  ])("%s at %s: %s", (expression, time, expected) => {
    expect(cronMatches(expression, at(time))).toBe(expected);
  });

  test("day of month and weekday, both restricted, match by either", () => {
    expect(cronMatches("0 0 13 * fri", at("2026-03-13T00:00"))).toBe(true);
    expect(cronMatches("0 0 13 * fri", at("2026-03-06T00:00"))).toBe(true);
    expect(cronMatches("0 0 13 * fri", at("2026-04-13T00:00"))).toBe(true);
    expect(cronMatches("0 0 13 * fri", at("2026-04-14T00:00"))).toBe(false);
  });
});

describe("cronProblem", () => {
  test.each([
    ["0 3 * * *", null],
    ["0 3 * *", "Give five fields: minute, hour, day, month, weekday (UTC)."],
    ["TZ=Europe/Paris 0 3 * * *", "Give five fields: minute, hour, day, month, weekday (UTC)."],
    ["60 * * * *", '"60" is not a minute from 0 to 59.'],
    ["* * 0 * *", '"0" is not a day from 1 to 31.'],
    ["* * * foo *", '"foo" is not a month from 1 to 12.'],
    ["*/0 * * * *", '"*/0" is not a minute.'],
    ["* 5-3 * * *", '"5-3" runs backwards.'],
    ["@hourly", "Give five fields: minute, hour, day, month, weekday (UTC)."],
  ])("%s: %s", (expression, expected) => {
    expect(cronProblem(expression)).toBe(expected);
  });
});

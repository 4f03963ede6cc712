import { expect, test } from "vitest";
import { formatDuration, formatMoment, formatNumber, formatPercent, formatRelative } from "./format";

test("numbers are grouped", () => expect(formatNumber(1234567)).toBe("1,234,567"));

test.each([
  [1, "100%"],
  [0, "0%"],
  [0.99999, "99.9%"],
  [0.00001, "0.1%"],
  [0.9771, "97.7%"],
  [0.5, "50%"],
])("a share of %d is %s: all and none are said of all and none alone", (share, text) => {
  expect(formatPercent(share)).toBe(text);
});

test.each([
  [0.4, "0 ms"],
  [38.2, "38 ms"],
  [1_240, "1.2 s"],
  [9_960, "10 s"],
  [42_000, "42 s"],
  [125_000, "2 min 5 s"],
  [120_000, "2 min"],
  [3 * 3_600_000 + 20 * 60_000, "3 h 20 min"],
])("%d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, "just now"],
  [-4, "just now"],
  [3, "in a moment"],
  [-40, "40 s ago"],
  [30, "in 30 s"],
  [-90, "1 min ago"],
  [-7_200, "2 h ago"],
  [3 * 86_400, "in 3 d"],
  [-40 * 86_400, "1 mo ago"],
  [-800 * 86_400, "2 y ago"],
])("%d seconds from now is %s", (seconds, text) => {
  const now = new Date("2026-11-22T12:00:00Z");
  expect(formatRelative(new Date(now.getTime() + seconds * 1000), now)).toBe(text);
});

test("a moment names its zone when that is not the reader's", () => {
  expect(formatMoment(new Date("2026-11-22T14:03:09Z"), "UTC")).toBe("22 Nov 2026, 14:03:09 UTC");
});

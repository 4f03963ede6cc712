import { expect, it } from "vitest";
import { mayHaveMissed, missedWords, sentWords } from "./missed-words";

const since = "2026-04-18T09:30:00.000Z";

it.each([
  [0, false, false, "missed no event"],
  [1, false, true, "missed 1 event"],
  [12, false, true, "missed 12 events"],
  [10_000, true, true, "missed 10,000 events or more"],
  [0, true, true, "may have missed events"],
])("says of %i missed, more: %s, that it may have: %s, %s", (count, more, offered, words) => {
  expect(mayHaveMissed({ since, count, more })).toBe(offered);
  expect(missedWords({ since, count, more })).toBe(words);
});

it("names the number only where it was counted to its end", () => {
  expect(sentWords({ since, count: 12, more: false })).toBe("12 missed");
  expect(sentWords({ since, count: 29, more: true })).toBe("what it missed");
  expect(mayHaveMissed(null)).toBe(false);
});

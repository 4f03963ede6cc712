import { expect, test } from "vitest";
import { isPassed } from "./round.mjs";

const outcome = {
  accepted: 10,
  deliveries: 50,
  repeatedCalls: 0,
  lost: 0,
  duplicated: 0,
  doubled: 0,
  inFlight: 16,
  settledMs: 1,
  notes: [],
};

test("a round fails when something is lost, taken in twice, or sent again without having been in flight", () => {
  expect(isPassed(outcome)).toBe(true);
  expect(isPassed({ ...outcome, duplicated: 16 })).toBe(true);
  expect(isPassed({ ...outcome, duplicated: 17 })).toBe(false);
  expect(isPassed({ ...outcome, lost: 1 })).toBe(false);
  expect(isPassed({ ...outcome, doubled: 1 })).toBe(false);
});

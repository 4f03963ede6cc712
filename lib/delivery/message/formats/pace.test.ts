import { expect, it } from "vitest";
import { rateWords, waitingWords } from "@/lib/webhooks/words";
import { formatPace, limitOf } from "./pace";

it("starts chat formats at what their receivers take, unless a rate limit is set", () => {
  expect([formatPace("slack"), formatPace("teams"), formatPace("webex")]).toEqual([1, 4, 1]);
  for (const format of ["envelope", "data", "template"] as const) {
    expect(formatPace(format)).toBeNull();
    expect(limitOf({ format, rateLimit: null })).toBeNull();
  }
  expect(limitOf({ format: "slack", rateLimit: null })).toBe(1);
  expect(limitOf({ format: "slack", rateLimit: 20 })).toBe(20);
});

it("says so in words", () => {
  expect(rateWords({ format: "slack", rateLimit: null })).toBe(
    "about 1 request per second, the pace of Slack",
  );
  expect(rateWords({ format: "teams", rateLimit: null })).toBe(
    "about 4 requests per second, the pace of Microsoft Teams",
  );
  expect(rateWords({ format: "slack", rateLimit: 20 })).toBe("20 requests per second");
  expect(rateWords({ format: "envelope", rateLimit: 1 })).toBe("1 request per second");
  expect(rateWords({ format: "envelope", rateLimit: null })).toBeNull();
});

it("says how many jobs wait for a receiver", () => {
  expect(waitingWords({ waiting: 0, more: false })).toBe("No job waits for that.");
  expect(waitingWords({ waiting: 1, more: false })).toBe("1 job waits unharmed.");
  expect(waitingWords({ waiting: 1_204, more: false })).toBe("1,204 jobs wait unharmed.");
  expect(waitingWords({ waiting: 10_000, more: true })).toBe("More than 10,000 jobs wait unharmed.");
});

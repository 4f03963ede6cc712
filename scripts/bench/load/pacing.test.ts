import { describe, expect, test } from "vitest";
import { createPacer, hasRoom } from "./pacing.mjs";

/** How many are let through when asked every `everyMs`. */
function letThrough(perSecond: number | null, count: number, forMs: number, everyMs = 1): number {
  const pacer = createPacer(perSecond, 0);
  let through = 0;
  for (let now = 0; now <= forMs; now += everyMs)
    while (through < 1e6 && pacer.take(count, now)) through += count;
  return through;
}

describe("pacer", () => {
  test("keeps to the rate", () => {
    expect(letThrough(200, 1, 10_000)).toBe(2_000);
    expect(letThrough(150, 5, 10_000)).toBe(1_500);
    expect(letThrough(200, 1, 10_000, 7)).toBeGreaterThanOrEqual(1_998);
  });

  test("gives out calls that are worth more than a second's share", () => {
    expect(letThrough(10, 100, 20_000)).toBe(200);
  });

  test("does not make up for a long pause", () => {
    const pacer = createPacer(1_000, 0);
    let through = 0;
    while (pacer.take(1, 60_000)) through += 1;
    expect(through).toBe(250);
  });

  test("without a rate lets everything through", () => {
    expect(createPacer(null, 0).take(1_000_000, 0)).toBe(true);
  });
});

describe("room", () => {
  const state = { issued: 100, width: 10, received: 0, batch: 10, limit: 1_200 };
  test("is there while no more than the limit is owed", () => {
    expect(hasRoom(state)).toBe(true);
    expect(hasRoom({ ...state, issued: 111 })).toBe(false);
    expect(hasRoom({ ...state, issued: 111, received: 10 })).toBe(true);
  });
  test("is always there for one call", () => {
    expect(hasRoom({ ...state, issued: 0, batch: 1_000 })).toBe(true);
  });
});

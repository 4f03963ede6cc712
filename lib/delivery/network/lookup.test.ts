import { describe, expect, it } from "vitest";
import { rememberingLookup } from "./lookup";

function setUp(answer: () => Promise<string[]>, size = 100) {
  const state = { asked: 0, now: 0 };
  const lookup = rememberingLookup(
    () => {
      state.asked += 1;
      return answer();
    },
    { now: () => state.now, keepMs: 100, keepFailuresMs: 10, size },
  );
  return { state, lookup };
}

describe("rememberingLookup", () => {
  it("asks once for many, and again when the answer is old", async () => {
    const { state, lookup } = setUp(async () => ["1.1.1.1"]);
    expect(await Promise.all([lookup("a"), lookup("a"), lookup("a")])).toEqual(Array(3).fill(["1.1.1.1"]));
    state.now = 99;
    await lookup("a");
    expect(state.asked).toBe(1);
    state.now = 100;
    await lookup("a");
    await lookup("b");
    expect(state.asked).toBe(3);
  });

  it("remembers a failure for less long", async () => {
    const { state, lookup } = setUp(() => Promise.reject(new Error("no")));
    await expect(lookup("a")).rejects.toThrow("no");
    state.now = 9;
    await expect(lookup("a")).rejects.toThrow("no");
    expect(state.asked).toBe(1);
    state.now = 10;
    await expect(lookup("a")).rejects.toThrow("no");
    expect(state.asked).toBe(2);
  });

  it("remembers a bounded number of names", async () => {
    const { state, lookup } = setUp(async () => ["1.1.1.1"], 2);
    for (const name of ["a", "b", "c", "a"]) await lookup(name);
    expect(state.asked).toBe(4);
    await lookup("c");
    expect(state.asked).toBe(4);
  });
});

import { describe, expect, test } from "vitest";
import { parseCrashArguments } from "./arguments.mjs";
import { FAULTS } from "./plan.mjs";

const parse = (...args: string[]) => parseCrashArguments(args, () => 99);

describe("the crash test's arguments", () => {
  test("by default are thirty rounds of everything with a new seed", () => {
    expect(parse()).toMatchObject({ rounds: 30, seed: 99, faults: FAULTS });
  });

  test("repeat an earlier run", () => {
    expect(parse("--seed", "7", "--rounds", "3", "--only", "engine,web")).toMatchObject({
      rounds: 3,
      seed: 7,
      faults: ["engine", "web"],
    });
  });

  test.each([["--rounds=0"], ["--rounds=x"], ["--seed=-1"], ["--seed=1.5"], ["--only=sender"], ["--often"]])(
    "that are wrong are refused: %s",
    (...args) => {
      expect(() => parse(...args)).toThrow(args[0]?.split("=")[0]);
    },
  );
});

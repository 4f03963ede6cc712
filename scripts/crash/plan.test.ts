import { describe, expect, test } from "vitest";
import { FAULTS, KILLED, planRounds } from "./plan.mjs";

const faultsOf = (rounds: ReturnType<typeof planRounds>) => rounds.flatMap((round) => round.faults);

describe("the rounds", () => {
  test("are the same for the same seed, and others for another", () => {
    const plan = (seed: number) => planRounds({ rounds: 30, seed });
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  test.each([0, 1, 42, 2 ** 32 - 1])("of a short run kill each part once (seed %s)", (seed) => {
    const names = faultsOf(planRounds({ rounds: 3, seed, faults: KILLED })).map(({ name }) => name);
    expect(names.sort()).toEqual([...KILLED].sort());
  });

  test("of a long run have each fault often, up to three in a round, soon after one another", () => {
    const rounds = planRounds({ rounds: 200, seed: 1 });
    const faults = faultsOf(rounds);
    for (const each of FAULTS) {
      expect(faults.filter(({ name }) => name === each).length).toBeGreaterThan(20);
    }
    expect(Math.max(...rounds.map((round) => round.faults.length))).toBe(3);
    expect(Math.min(...faults.map(({ afterMs }) => afterMs))).toBeGreaterThanOrEqual(300);
    const longest = (some: readonly string[]) =>
      Math.max(...faults.filter(({ name }) => some.includes(name)).map(({ forMs }) => forMs));
    expect(longest(KILLED)).toBeLessThanOrEqual(1_500);
    expect(longest(["stop-engine"])).toBe(20_000);
    expect(longest(["hold"])).toBe(60_000);
    expect(new Set(faults.map(({ stepMs }) => stepMs))).toEqual(new Set([-300_000, 300_000]));
  });

  test("have only the faults they may", () => {
    const rounds = planRounds({ rounds: 10, seed: 1, faults: ["web"] });
    expect(new Set(faultsOf(rounds).map(({ name }) => name))).toEqual(new Set(["web"]));
  });
});

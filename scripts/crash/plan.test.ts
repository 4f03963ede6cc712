import { describe, expect, test } from "vitest";
import { planRounds, VICTIMS } from "./plan.mjs";

const kills = (rounds: ReturnType<typeof planRounds>) => rounds.flatMap((round) => round.kills);

describe("the rounds", () => {
  test("are the same for the same seed, and others for another", () => {
    const plan = (seed: number) => planRounds({ rounds: 30, seed });
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  test.each([0, 1, 42, 2 ** 32 - 1])("of a short run kill each part once (seed %s)", (seed) => {
    const victims = kills(planRounds({ rounds: 3, seed })).map((kill) => kill.victim);
    expect(victims.sort()).toEqual([...VICTIMS].sort());
  });

  test("of a long run kill each part often, up to three in a round, soon and not for long", () => {
    const rounds = planRounds({ rounds: 60, seed: 1 });
    for (const victim of VICTIMS) {
      expect(kills(rounds).filter((kill) => kill.victim === victim).length).toBeGreaterThan(20);
    }
    expect(Math.max(...rounds.map((round) => round.kills.length))).toBe(3);
    expect(Math.min(...kills(rounds).map((kill) => kill.afterMs))).toBeGreaterThanOrEqual(300);
    expect(Math.max(...kills(rounds).map((kill) => kill.awayMs))).toBeLessThanOrEqual(1_500);
  });

  test("kill only what they may", () => {
    const rounds = planRounds({ rounds: 10, seed: 1, victims: ["web"] });
    expect(new Set(kills(rounds).map((kill) => kill.victim))).toEqual(new Set(["web"]));
  });
});

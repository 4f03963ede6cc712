import { createRandom } from "./random.mjs";

export const VICTIMS = ["engine", "web", "postgres"];

/**
 * One kill: how long after the one before it (or the start of the load), and how long its victim is away.
 * @typedef {{ victim: string, afterMs: number, awayMs: number }} Kill
 * @typedef {{ kills: Kill[], onMs: number }} Round `onMs`: how much longer the load goes on
 */

/**
 * What happens in each round. Victims come in shuffled turns, so that a few rounds see each of them; later rounds kill
 * up to three at short intervals, which hits the recovery from one kill with the next.
 * @param {{ rounds: number, seed: number, victims?: readonly string[] }} options
 * @returns {Round[]}
 */
export function planRounds({ rounds, seed, victims = VICTIMS }) {
  const random = createRandom(seed);
  /** @type {string[]} */
  let turn = [];
  const nextVictim = () => {
    if (turn.length === 0) turn = random.shuffled(victims);
    return turn.pop() ?? "engine";
  };
  return Array.from({ length: rounds }, (_, index) => ({
    kills: Array.from({ length: index < victims.length ? 1 : random.between(1, 3) }, () => ({
      victim: nextVictim(),
      afterMs: random.between(300, 2_500),
      awayMs: random.between(0, 1_500),
    })),
    onMs: random.between(200, 1_000),
  }));
}

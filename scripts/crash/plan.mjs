import { createRandom } from "./random.mjs";

/** The parts that are killed. */
export const KILLED = ["engine", "web", "postgres"];
const KILLED_FOR_MS = { least: 0, most: 1_500 };

/**
 * All faults by their names, and for how long each lasts. `engine`, `web` and `postgres` are killed with -9 and started again; `stop-…` halts all of
 * a part's processes (SIGSTOP); `hold` keeps the rows of the webhooks, their lanes and the run numbers locked in another transaction; `clock-…` sets a part's
 * clock ahead or back; `network-…` loses the network between a part and PostgreSQL.
 * @type {Record<string, { least: number, most: number }>}
 */
const LASTS_MS = {
  ...Object.fromEntries(KILLED.map((name) => [name, KILLED_FOR_MS])),
  "stop-engine": { least: 20_000, most: 20_000 },
  "stop-web": { least: 20_000, most: 20_000 },
  "stop-postgres": { least: 20_000, most: 20_000 },
  hold: { least: 60_000, most: 60_000 },
  "clock-engine": { least: 2_000, most: 10_000 },
  "clock-web": { least: 2_000, most: 10_000 },
  "network-engine": { least: 5_000, most: 30_000 },
  "network-web": { least: 5_000, most: 30_000 },
};
export const FAULTS = Object.keys(LASTS_MS);
const STEP_MS = 5 * 60_000;

/**
 * One fault: how long after the end of the one before it (or the start of the load), how long it lasts, and by how much a clock is set.
 * @typedef {{ name: string, afterMs: number, forMs: number, stepMs: number }} Fault
 * @typedef {{ faults: Fault[], onMs: number }} Round `onMs`: how much longer the load goes on
 */

/**
 * What happens in each round. Faults come in shuffled turns, so that a few rounds see each of them; later rounds have
 * up to three at short intervals, which hits the recovery from one with the next.
 * @param {{ rounds: number, seed: number, faults?: readonly string[] }} options
 * @returns {Round[]}
 */
export function planRounds({ rounds, seed, faults = FAULTS }) {
  const random = createRandom(seed);
  /** @type {string[]} */
  let turn = [];
  const next = () => {
    if (turn.length === 0) turn = random.shuffled(faults);
    const name = turn.pop() ?? "engine";
    const { least, most } = LASTS_MS[name] ?? KILLED_FOR_MS;
    const afterMs = random.between(300, 2_500);
    const stepMs = random.between(0, 1) === 0 ? STEP_MS : -STEP_MS;
    return { name, afterMs, forMs: random.between(least, most), stepMs };
  };
  return Array.from({ length: rounds }, (_, index) => ({
    faults: Array.from({ length: index < faults.length ? 1 : random.between(1, 3) }, next),
    onMs: random.between(200, 1_000),
  }));
}

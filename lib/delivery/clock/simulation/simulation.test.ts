import { describe, expect, it } from "vitest";
import type { Mutation } from "./database";
import { runHistory } from "./history";

/** Histories in `npm test`; `npm run simulate` runs as many as one likes. */
const HISTORIES = 2_000;
const GROUP = 250;

describe("short histories with kills, pauses, lost statements and receivers of every kind", () => {
  const groups = Array.from({ length: HISTORIES / GROUP }, (_, index) => index * GROUP + 1);

  it.each(groups)(
    "lose nothing, keep order and pace, and come to an end: seeds from %i",
    { timeout: 300_000 },
    async (first) => {
      for (let seed = first; seed < first + GROUP; seed++) {
        const { faults } = await runHistory(seed);
        expect(faults.slice(0, 5), `npm run simulate -- --seed ${seed}`).toEqual([]);
      }
    },
  );

  it("are the same for the same seed", async () => {
    const [first, second] = [await runHistory(7), await runHistory(7)];
    expect(second).toEqual(first);
  });
});

/** Bugs, and in how many histories at most each has to show. */
const MUTATIONS: [Mutation, number][] = [
  ["jobs are not renewed", 200],
  ["a lane is given back without its next due time", 50],
  ["what came due while a lane was held is forgotten", 400],
  ["a job that waits does not move its lane", 50],
  ["a retry does not move its lane", 200],
  ["a batch ends with its first pair", 200],
  ["pairs that have a job are sent again", 200],
  ["batches in hand are taken", 400],
  ["a pause is not written down", 200],
  ["one that is switched off is matched", 200],
  ["places in the pace are not taken", 200],
  ["an ordered lane goes on past its first", 50],
  ["run numbers are given twice", 50],
];

describe("a bug put in on purpose is found", () => {
  it.each(MUTATIONS)("%s", { timeout: 120_000 }, async (mutation, most) => {
    for (let seed = 1; seed <= most; seed++) {
      if ((await runHistory(seed, mutation)).faults.length > 0) return;
    }
    expect.fail(`${most} histories did not show it.`);
  });
});

/**
 * Random numbers that a seed decides, so that a run can be repeated (mulberry32).
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** @param {number} from @param {number} to @returns {number} a whole one, both ends included */
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    /** @template T @param {readonly T[]} list @returns {T[]} */
    shuffled(list) {
      const left = [...list];
      return Array.from(list, () => left.splice(Math.floor(next() * left.length), 1)[0]);
    },
  };
}

/** @typedef {ReturnType<typeof createRandom>} Random */

import { randomFillSync } from "node:crypto";
import { monotonicFactory } from "ulid";

/** Random bytes taken from the system at once: by itself the library asks for each of an id's sixteen letters. */
const pool = new Uint8Array(4_096);
let next = pool.length;

/** A random number of 0 up to 1, in steps of 1/256: a letter takes 32 of them. */
function random(): number {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  return (pool[next++] as number) / 256;
}

/** Makes ids that sort by time, also those of one millisecond (https://github.com/ulid/spec). */
export const createUlids = (): (() => string) => {
  const make = monotonicFactory(random);
  return () => make();
};

/** Lets events through at a rate, or as they come when there is none. */

/** A sender that was held up doesn't make up for more than this. */
const MOST_DEBT_MS = 250;

/**
 * @param {number | null} perSecond
 * @param {number} startedAt ms of any clock
 * @returns {{ take: (count: number, now: number) => boolean }} `take`: whether that many may go now; if so, they count
 */
export function createPacer(perSecond, startedAt) {
  if (perSecond === null) return { take: () => true };
  let credit = 0;
  let last = startedAt;
  const most = (perSecond * MOST_DEBT_MS) / 1000;
  return {
    take(count, now) {
      credit = Math.min(credit + ((now - last) * perSecond) / 1000, Math.max(most, count));
      last = now;
      // Sums of fractions of milliseconds end a hair below the whole number.
      if (credit < count - 1e-6) return false;
      credit -= count;
      return true;
    },
  };
}

/**
 * Whether another call may go without more than `limit` deliveries being owed.
 * @param {{ issued: number, width: number, received: number, batch: number, limit: number }} state `issued` events,
 *   each of which makes `width` deliveries
 */
export const hasRoom = ({ issued, width, received, batch, limit }) =>
  (issued + batch) * width - received <= Math.max(limit, batch * width);

/** Figures out of many measurements. */

/** @typedef {{ count: number, p50: number | null, p95: number | null, p99: number | null, max: number | null }} Summary */

/**
 * Keeps measurements in 4 bytes each.
 * @returns {{ add: (value: number) => void, clear: () => void, summary: () => Summary }}
 */
export function createSamples() {
  let values = new Float32Array(4096);
  let count = 0;
  return {
    add(value) {
      if (count === values.length) {
        const larger = new Float32Array(count * 2);
        larger.set(values);
        values = larger;
      }
      values[count++] = value;
    },
    clear() {
      count = 0;
    },
    summary() {
      const sorted = values.slice(0, count).sort();
      return {
        count,
        p50: percentile(sorted, 0.5),
        p95: percentile(sorted, 0.95),
        p99: percentile(sorted, 0.99),
        max: percentile(sorted, 1),
      };
    },
  };
}

/**
 * The smallest value that at least `share` of all are not above (nearest rank).
 * @param {ArrayLike<number>} sorted ascending
 * @param {number} share 0 to 1
 * @returns {number | null} null when there are none
 */
export function percentile(sorted, share) {
  if (sorted.length === 0) return null;
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/**
 * @param {readonly (number | null)[]} values nulls are left out
 * @returns {number | null}
 */
export function median(values) {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How fast something grows: the slope of the straight line that fits best.
 * @param {readonly { at: number, value: number }[]} points
 * @returns {number | null} value per unit of `at`; null with fewer than two points
 */
export function slope(points) {
  if (points.length < 2) return null;
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, value] = [mean((point) => point.at), mean((point) => point.value)];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  if (spread === 0) return null;
  return points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0) / spread;
}

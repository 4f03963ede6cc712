/**
 * A percentile of what was counted into buckets, drawn out evenly within its bucket: an estimate, as exact as the buckets.
 * @param counts one counter a bound, the last for all above
 * @param bounds upper bounds, rising
 * @param share 0..1, such as 0.95
 * @returns null when nothing was counted; above the last bound, that bound
 */
export function percentile(
  counts: readonly number[],
  bounds: readonly number[],
  share: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = Math.max(1, share * total);
  let below = 0;
  for (const [index, bound] of bounds.entries()) {
    const count = counts[index] ?? 0;
    if (below + count >= wanted) {
      const floor = bounds[index - 1] ?? 0;
      return floor + ((wanted - below) / count) * (bound - floor);
    }
    below += count;
  }
  return bounds.at(-1) ?? null;
}

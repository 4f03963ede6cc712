import { median, slope } from "./load/samples.mjs";
import { memoryMb } from "./load/usage.mjs";

const EVERY_MS = 1_000;
/** While it fills its caches and pools, a process grows. */
const SETTLING_MS = 60_000;

/**
 * Watches how much memory a process has until the script ends.
 * @param {() => number} pid
 */
export function watchMemory(pid) {
  /** @type {{ at: number, value: number }[]} */
  const points = [];
  const timer = setInterval(() => {
    const value = memoryMb(pid());
    if (value !== null) points.push({ at: performance.now(), value });
  }, EVERY_MS);
  timer.unref();
  return {
    /** @returns {number | null} MB */
    most: () => mostOf(points),
    /**
     * @param {number} startedAt performance.now()
     * @returns {{ mostMb: number | null, firstMb: number | null, lastMb: number | null,
     *   growthMbPerMinute: number | null }} medians of the first and last tenth; the growth without the first minute
     */
    since: (startedAt) => describe(points.filter(({ at }) => at >= startedAt)),
  };
}

const mostOf = (points) => (points.length > 0 ? Math.max(...points.map(({ value }) => value)) : null);

/** @param {{ at: number, value: number }[]} points `at` in ms */
export function describe(points) {
  const tenth = Math.max(1, Math.floor(points.length / 10));
  const settled = points.filter(({ at }) => at - (points[0]?.at ?? 0) >= SETTLING_MS);
  const perMs = slope(settled);
  const middle = (some) => median(some.map(({ value }) => value));
  return {
    mostMb: mostOf(points),
    firstMb: middle(points.slice(0, tenth)),
    lastMb: middle(points.slice(-tenth)),
    growthMbPerMinute: perMs === null ? null : perMs * 60_000,
  };
}

/** Upper bounds of the latency counters kept for each hour, in ms; one more counter takes all above. */
export const LATENCY_BOUNDS_MS = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

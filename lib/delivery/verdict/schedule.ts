import type { RetrySchedule } from "@/db/types";

/** Most delays a schedule of one's own has, and their bounds. */
export const MAX_CUSTOM_DELAYS = 20;
export const MIN_DELAY_SECONDS = 1;
export const MAX_DELAY_SECONDS = 7 * 86_400;

type Plan = {
  delaysSeconds: readonly number[] /** Share by which a delay may be shorter or longer. */;
  jitter: number;
};

/** TidyHQ's: three tries in all, 30 s apart. */
const DEFAULT: Plan = { delaysSeconds: [30, 30], jitter: 0 };

/** Standard Webhooks' longer example: ten tries over some 75 hours, spread so that a recovering receiver isn't met by all at once. */
const STANDARD: Plan = {
  delaysSeconds: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  jitter: 0.2,
};

function planOf(schedule: RetrySchedule): Plan {
  if (schedule.kind === "custom") return { delaysSeconds: schedule.delaysSeconds, jitter: 0 };
  return schedule.kind === "standard" ? STANDARD : DEFAULT;
}

/** Tries in all, the first one included. */
export const totalTries = (schedule: RetrySchedule): number => planOf(schedule).delaysSeconds.length + 1;

/**
 * Seconds from the try just made to the next, or null when it was the last. Pure.
 * @param triesMade at least 1, since the schedule began (a retry by hand begins it anew).
 * @param random 0 to 1, evenly spread.
 */
export function nextDelaySeconds(
  schedule: RetrySchedule,
  triesMade: number,
  random: () => number,
): number | null {
  const { delaysSeconds, jitter } = planOf(schedule);
  const delay = delaysSeconds[triesMade - 1];
  return delay === undefined ? null : delay * (1 - jitter + 2 * jitter * random());
}

/** A try as drawn in the form: when it is due if all before it fail at once, and how much earlier or later jitter may put it. */
export type PlannedTry = { number: number; at: Date; earliest: Date; latest: Date };

/** All tries of a job whose first is at `from`. Pure. */
export function planTries(schedule: RetrySchedule, from: Date): PlannedTry[] {
  const { delaysSeconds, jitter } = planOf(schedule);
  let seconds = 0;
  return [0, ...delaysSeconds].map((delay, index) => {
    seconds += delay;
    const after = (share: number) => new Date(from.getTime() + seconds * share * 1000);
    return { number: index + 1, at: after(1), earliest: after(1 - jitter), latest: after(1 + jitter) };
  });
}

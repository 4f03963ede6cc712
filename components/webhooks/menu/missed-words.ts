import { formatNumber } from "@/lib/format";
import type { Missed } from "@/lib/webhooks/replay";

/** Whether there may be something to send. Where it takes long to count, nobody knows yet. */
export const mayHaveMissed = (missed: Missed | null | undefined): missed is Missed =>
  !!missed && (missed.count > 0 || missed.more);

/** What it did while it was off: "missed 12 events", "missed 1 event", "missed 10,000 events or more", "may have missed events" */
export function missedWords({ count, more }: Missed): string {
  if (count === 0) return more ? "may have missed events" : "missed no event";
  return `missed ${formatNumber(count)} ${count === 1 ? "event" : "events"}${more ? " or more" : ""}`;
}

/** What a button sends: "12 missed", or "what it missed" where that was not counted to its end */
export const sentWords = ({ count, more }: Missed): string =>
  more ? "what it missed" : `${formatNumber(count)} missed`;

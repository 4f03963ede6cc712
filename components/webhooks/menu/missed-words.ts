import { formatNumber } from "@/lib/format";
import type { Missed } from "@/lib/webhooks/replay";

/** "12 events", "1 event", "more than 10,000 events" */
export function missedWords({ count, more }: Missed): string {
  return `${more ? "more than " : ""}${formatNumber(count)} ${count === 1 ? "event" : "events"}`;
}

import { targetName } from "@/lib/matching/targets";
import type { PreviewedMatch } from "@/lib/webhooks/preview-matches";

/**
 * What decided whether an event is sent: the values that the filter's deciding part read, or those the target conditions met. A target
 * that refused is in the event's `why` already. Pure.
 */
export function decidingFacts({
  matches,
  targets,
  filter,
}: PreviewedMatch): { name: string; value: string }[] {
  const read = (filter?.values ?? []).map(({ path, value }) => ({ name: path, value: value ?? "missing" }));
  const met = matches
    ? targets.map(({ condition, value }) => ({ name: targetName(condition), value: value ?? "none" }))
    : [];
  return [...met, ...read];
}

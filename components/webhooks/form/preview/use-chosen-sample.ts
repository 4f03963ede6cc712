import { useState } from "react";
import { coveredTypes } from "@/lib/matching/patterns";
import type { PreviewSample } from "@/lib/webhooks/preview-settings";
import type { KnownType } from "../subscriptions-section";

export type Sample = Extract<PreviewSample, { eventId: string }> | { type: string };

/** What is previewed: what was chosen, as long as the webhook gets such events; else a sample of the first type it gets. */
export function useChosenSample(
  patterns: string[],
  types: KnownType[],
): [sample: Sample | null, choose: (sample: Sample) => void] {
  const [chosen, setChosen] = useState<Sample | null>(null);
  const known = types.map(({ name }) => name);
  const covered = coveredTypes(patterns, known);
  const stands = chosen && ("eventId" in chosen || covered.includes(chosen.type));
  const first = covered[0] ?? known[0];
  return [stands ? chosen : first ? { type: first } : null, setChosen];
}

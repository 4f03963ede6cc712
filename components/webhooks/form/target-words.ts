import { type TargetField, targetNoneWords } from "@/lib/matching/targets";
import type { TargetValues } from "@/lib/webhooks/target-values";
import type { Target } from "./form-values";

/** A value such as the field has, for somebody who sees it for the first time. */
export const exampleValue: Record<TargetField, string> = {
  ticket_type: "Sponsor",
  attendee_type: "Speaker",
  language: "en",
  custom: "Value",
};

/** How `null` is called where it can be chosen: "No ticket". */
export function noneLabel(field: TargetField): string {
  const words = targetNoneWords[field];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Values of a field that attendees had of late. */
export function suggestionsFor(target: Target, values: TargetValues | undefined): string[] {
  if (!values) return [];
  const { ticketTypes, attendeeTypes, languages, custom } = values;
  if (target.field === "custom") return custom[target.key?.trim() ?? ""] ?? [];
  return { ticket_type: ticketTypes, attendee_type: attendeeTypes, language: languages }[target.field];
}

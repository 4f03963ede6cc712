import type { FieldErrors } from "react-hook-form";
import type { FormValues } from "./form-values";

type Section = { id: string; label: string; fields: (keyof FormValues)[] };

/** The form's parts in their order, with the settings each holds. */
export const SECTIONS = [
  { id: "basics", label: "Basics", fields: ["name", "url", "method", "description"] },
  { id: "subscriptions", label: "Subscriptions", fields: ["pattern", "subscriptions"] },
  { id: "attendees", label: "Attendees", fields: ["targets"] },
  { id: "filter", label: "Filter", fields: ["filter"] },
  { id: "format", label: "Format", fields: ["contentType", "format", "template"] },
  { id: "headers", label: "Headers", fields: ["headers"] },
  { id: "signing", label: "Signing", fields: [] },
  { id: "lifecycle", label: "Lifecycle", fields: ["lifecycle", "active"] },
  { id: "retries", label: "Retries", fields: ["retry", "failureRule"] },
  { id: "limits", label: "Limits", fields: ["timeoutMs", "rateLimit", "ordered"] },
] as const satisfies Section[];

export type SectionId = (typeof SECTIONS)[number]["id"];

/** The parts with something to mend, in their order. */
export function sectionsAtFault(errors: FieldErrors<FormValues>): SectionId[] {
  return SECTIONS.filter(({ fields }) => fields.some((field) => errors[field])).map(({ id }) => id);
}

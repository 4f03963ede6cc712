import type { TargetCondition } from "@/db/types";
import { writeJson } from "@/lib/json/write";
import { visibleText } from "@/lib/visible-text";

export const TARGET_FIELDS = ["ticket_type", "attendee_type", "language", "custom"] as const;
export type TargetField = (typeof TARGET_FIELDS)[number];

/** How the fields are called on screen. */
export const targetFieldWords: Record<TargetField, string> = {
  ticket_type: "Ticket type",
  attendee_type: "Attendee type",
  language: "Language",
  custom: "Custom field",
};

/** What the value `null` (none) is called on screen. */
export const targetNoneWords: Record<TargetField, string> = {
  ticket_type: "no ticket",
  attendee_type: "no attendee type",
  language: "no language",
  custom: "nothing",
};

/** One condition with the value it met; null where the attendee has none. */
export type DecidedTarget = { condition: TargetCondition; value: string | null; matches: boolean };

export type TargetResult = { matches: boolean; decided: DecidedTarget[] };

/**
 * Whether an attendee event meets a webhook's target attendees: any of the values within a condition, and all conditions. Pure.
 * @param data the event's data, an attendee, as lib/json reads it to compare
 */
export function matchTargets(conditions: readonly TargetCondition[], data: unknown): TargetResult {
  const decided = conditions.map((condition) => {
    const value = met(condition, data);
    return {
      condition,
      value,
      matches: condition.values.some((wanted) => same(condition.field, wanted, value)),
    };
  });
  return { matches: decided.every(({ matches }) => matches), decided };
}

function met({ field, key = "" }: TargetCondition, data: unknown): string | null {
  const value = field === "custom" ? memberOf(memberOf(data, "custom_fields"), key) : memberOf(data, field);
  // An empty text is none, as in a form; what is no single value (a list, an object) can be told apart from none alone.
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "object" ? writeJson(value) : String(value);
}

/** What an object read from JSON has under a key of its own; undefined where it has not, and of what is no object. */
export function memberOf(value: unknown, key: string): unknown {
  if (value instanceof Map) return value.get(key);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** Language tags are alike whatever their case (RFC 5646 §2.1.1). */
function same(field: TargetField, wanted: string | null, value: string | null): boolean {
  if (field === "language") return wanted?.toLowerCase() === value?.toLowerCase();
  return wanted === value;
}

/** Why an attendee is none of those wanted: “Ticket type is “Visitor”, and the webhook wants “Sponsor”.” */
export function targetWhy({ decided }: TargetResult): string {
  const missed = decided.find(({ matches }) => !matches);
  if (!missed) return "";
  const { condition, value } = missed;
  const name = targetName(condition);
  const is =
    value === null
      ? `There is ${targetNoneWords[condition.field]}${ofKey(condition)}`
      : `${name} is “${cut(value)}”`;
  return `${is}, and the webhook wants ${wantedWords(condition)}.`;
}

/** “Ticket type”, “Custom field “company”” */
export const targetName = (condition: TargetCondition): string =>
  `${targetFieldWords[condition.field]}${condition.field === "custom" ? ` “${condition.key}”` : ""}`;

const ofKey = ({ field, key }: TargetCondition) => (field === "custom" ? ` in custom field “${key}”` : "");

function wantedWords({ field, values }: TargetCondition): string {
  const words = values.map((value) => (value === null ? targetNoneWords[field] : `“${cut(value)}”`));
  const shown = words.slice(0, 3);
  if (words.length > 3) return `${shown.join(", ")} or ${words.length - 3} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

const cut = (text: string) => visibleText(text.length > 60 ? `${text.slice(0, 59)}…` : text);

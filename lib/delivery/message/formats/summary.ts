import { Digits } from "@/lib/json/numbers";
import { readToShow } from "@/lib/json/read";
import { visibleText } from "@/lib/visible-text";

/** An event as it is stored: its data and changes are JSON text of objects. */
export type RenderEvent = {
  id: string;
  type: string;
  dataText: string;
  changesText: string | null;
  occurredAt: Date;
};

/** What a body may hold beside the event. */
export type RenderExtras = {
  /** The event's page in the console, which chat messages link to. */
  eventUrl: string;
};

/** A body that could not be made; the message is for the webhook's owner. */
export class RenderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RenderError";
  }
}

export type Field = { label: string; value: string };

/** What a person wants to read of an event. Plain text: each format escapes it in its own way. */
export type Summary = { title: string; fields: Field[]; changes: Field[] };

const MAX_VALUE = 200;
/** A text that stands for a record, best first. */
const NAMES = ["real_name", "full_name", "display_name", "name", "title", "label", "subject"];
/** Keys that say nothing to a person who reads along. */
const NOISE = /^(id|version|action|slug|kind|object|.*_ids?|.*_url|updated_at|image|avatar|initials)$/;
/** Keys that say most, first in the message. */
const FIRST = [
  "name",
  "title",
  "user",
  "attendee",
  "member",
  "contact",
  "customer",
  "event",
  "status",
  "state",
];

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A title from the event type, the fields that matter and, for an update, what changed. Pure. */
export function summarise(event: RenderEvent): Summary {
  const data = readToShow(event.dataText);
  const changes = event.changesText === null ? {} : readToShow(event.changesText);
  return {
    title: titleOf(event.type),
    fields: isObject(data) ? fieldsOf(data).sort(byRank) : [],
    changes: isObject(changes) ? Object.entries(changes).map(changeOf) : [],
  };
}

/** `contact.group.added` → “Contact: group added”. */
function titleOf(eventType: string): string {
  const [object = "", ...rest] = eventType.split(".").map((part) => part.replace(/[\s_]+/g, " ").trim());
  // A type of underscores alone has no words, and chats refuse a message without any.
  const head = object.charAt(0).toUpperCase() + object.slice(1) || "Event";
  return rest.length > 0 ? `${head}: ${rest.join(" ")}` : head;
}

/** `first_name`, `firstName` → “First name”. */
function labelOf(key: string): string {
  const words = visibleText(key)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[\s_-]+/g, " ")
    .trim();
  const label = words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
  return cut(label, 60) || "Value";
}

/**
 * Shortens by whole characters (code points), with an ellipsis, so that what is written has at most `max` code units.
 * @param write how the format writes a text, character by character
 * @returns the text, written so
 */
export function cut(text: string, max: number, write = (plain: string) => plain): string {
  const whole = write(text);
  if (whole.length <= max) return whole;
  let written = "";
  for (const character of text) {
    const next = written + write(character);
    if (next.length >= max) break;
    written = next;
  }
  return `${written}…`;
}

function fieldsOf(data: Json, depth = 0): Field[] {
  return Object.entries(data).flatMap(([key, value]): Field[] => {
    if (NOISE.test(key)) return [];
    const text = textOf(value);
    if (text !== "") return [{ label: labelOf(key), value: text }];
    return isObject(value) && depth < 2 ? fieldsOf(value, depth + 1) : [];
  });
}

const rank = ({ label }: Field) => {
  const place = FIRST.indexOf(label.toLowerCase());
  return place === -1 ? FIRST.length : place;
};
const byRank = (a: Field, b: Field) => rank(a) - rank(b);

/** A value as one line; the empty text for what has none (null, a record without a name). */
function textOf(value: unknown): string {
  if (typeof value === "string") return oneLine(value);
  if (typeof value === "number" || value instanceof Digits) return cut(String(value), MAX_VALUE);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return listText(value);
  if (!isObject(value)) return "";
  const name = NAMES.map((key) => value[key]).find((text) => typeof text === "string" && text !== "");
  if (typeof name !== "string") return pairText(value);
  const email = typeof value.email === "string" && value.email ? ` (${value.email})` : "";
  return oneLine(`${name}${email}`);
}

const oneLine = (text: string) => cut(visibleText(text.replace(/\s+/g, " ").trim()), MAX_VALUE);

/** `{label, value}` as one value, as in profile fields. */
const pairText = (value: Json) => (typeof value.value === "string" ? oneLine(value.value) : "");

function listText(values: unknown[]): string {
  const texts = values.map(textOf).filter((text) => text !== "");
  const more = texts.length > 5 ? ` and ${texts.length - 5} more` : "";
  return cut(texts.slice(0, 5).join(", ") + more, MAX_VALUE);
}

/** Changes are kept as `[before, now]`; whatever else somebody sent is shown as it is. */
function changeOf([key, change]: [string, unknown]): Field {
  const show = (value: unknown) => cut(textOf(value) || "nothing", 80);
  const value =
    Array.isArray(change) && change.length === 2 ? `${show(change[0])} → ${show(change[1])}` : show(change);
  return { label: labelOf(key), value };
}

/** The largest message that fits: the fields and changes at the end are left out until it does. */
export function fitting(
  summary: Summary,
  fits: (text: string) => boolean,
  render: (part: Summary) => string,
): string {
  let { fields, changes } = summary;
  for (;;) {
    const text = render({ ...summary, fields, changes });
    if (fits(text) || fields.length + changes.length === 0) return text;
    if (fields.length >= changes.length) fields = fields.slice(0, -1);
    else changes = changes.slice(0, -1);
  }
}

import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Ctx } from "@/lib/auth/context";
import { readToCompare } from "@/lib/json/read";
import { memberOf } from "@/lib/matching/targets";
import { visibleText } from "@/lib/visible-text";

/** Values that attendees had of late, most frequent first, to choose from. */
export type TargetValues = {
  ticketTypes: string[];
  attendeeTypes: string[];
  languages: string[];
  /** Custom field → its values. */
  custom: Record<string, string[]>;
};

/** How many of the organisation's latest events are looked through, so that it takes the same short time however many there are. */
const LOOK_BACK = 1_000;
/** And how many bytes of their data. */
const READ_AT_MOST = 4 * 1024 * 1024;
const MAX_VALUES = 50;

/** What of an attendee can be chosen by, as it was read from JSON. */
export type AttendeeTraits = {
  ticketType: unknown;
  attendeeType: unknown;
  language: unknown;
  custom: unknown;
};

/** What the organisation's latest attendee events had as ticket type, attendee type, language and custom fields. */
export async function listTargetValues(ctx: Ctx): Promise<TargetValues> {
  // The data is read here and not by PostgreSQL, whose `->>` fails on texts that JSON allows.
  const rows = await db().execute<{ data: string }>(sql`
    with latest as (
      select id, type, data::text as data from events where org_id = ${ctx.orgId} order by id desc limit ${LOOK_BACK}
    ), attendee as (
      select data, sum(octet_length(data)) over (order by id desc) as bytes from latest where type like 'attendee.%'
    )
    select data from attendee where bytes <= ${READ_AT_MOST}`);
  return collectValues(Array.from(rows, ({ data }) => traitsOf(readToCompare(data))));
}

const traitsOf = (data: unknown): AttendeeTraits => ({
  ticketType: memberOf(data, "ticket_type"),
  attendeeType: memberOf(data, "attendee_type"),
  language: memberOf(data, "language"),
  custom: memberOf(data, "custom_fields"),
});

/** The values found, most frequent first. What no webhook's settings could hold is left out. Pure. */
export function collectValues(attendees: AttendeeTraits[]): TargetValues {
  const custom = new Map<string, unknown[]>();
  for (const { custom: fields } of attendees) {
    for (const [key, value] of membersOf(fields)) {
      if (!isVisible(key)) continue;
      const values = custom.get(key) ?? [];
      values.push(value);
      custom.set(key, values);
    }
  }
  return {
    ticketTypes: byFrequency(attendees.map(({ ticketType }) => ticketType)),
    attendeeTypes: byFrequency(attendees.map(({ attendeeType }) => attendeeType)),
    languages: byFrequency(attendees.map(({ language }) => language)),
    custom: Object.fromEntries(Array.from(custom, ([key, values]) => [key, byFrequency(values)])),
  };
}

function membersOf(fields: unknown): Iterable<[string, unknown]> {
  if (fields instanceof Map) return fields;
  return typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
}

const isVisible = (text: string) => visibleText(text) === text;

function byFrequency(values: unknown[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (!["string", "number", "bigint", "boolean"].includes(typeof value)) continue;
    const text = String(value);
    if (text !== "" && isVisible(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}

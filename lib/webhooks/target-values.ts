import { desc, eq, like, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

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
const MAX_VALUES = 50;

/** What of an attendee can be chosen by. */
export type AttendeeTraits = {
  ticketType: string | null;
  attendeeType: string | null;
  language: string | null;
  custom: unknown;
};

/** What the organisation's latest attendee events had as ticket type, attendee type, language and custom fields. */
export async function listTargetValues(ctx: Ctx): Promise<TargetValues> {
  const latest = db()
    .select({ type: events.type, data: events.data })
    .from(events)
    .where(eq(events.orgId, ctx.orgId))
    .orderBy(desc(events.id))
    .limit(LOOK_BACK)
    .as("latest");
  const rows = await db()
    .select({
      ticketType: sql<string | null>`${latest.data}->>'ticket_type'`,
      attendeeType: sql<string | null>`${latest.data}->>'attendee_type'`,
      language: sql<string | null>`${latest.data}->>'language'`,
      custom: sql<unknown>`${latest.data}->'custom_fields'`,
    })
    .from(latest)
    .where(like(latest.type, "attendee.%"));
  return collectValues(rows);
}

/** The values found, most frequent first. Pure. */
export function collectValues(attendees: AttendeeTraits[]): TargetValues {
  const custom = new Map<string, unknown[]>();
  for (const { custom: fields } of attendees) {
    if (typeof fields !== "object" || fields === null) continue;
    for (const [key, value] of Object.entries(fields)) {
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

function byFrequency(values: unknown[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (!["string", "number", "boolean"].includes(typeof value) || value === "") continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}

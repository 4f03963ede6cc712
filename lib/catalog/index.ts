import { asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { eventTypes } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import type { EventTypeInfo } from "./define";
import { attendeeTypes } from "./modules/attendees";
import { calendarEventTypes } from "./modules/calendar-events";
import { webhookTypes } from "./modules/webhooks";

export type { EventTypeInfo } from "./define";

/** Event types that every organisation has. Adding a module is adding its list here. */
export const builtInTypes: readonly EventTypeInfo[] = [
  ...calendarEventTypes,
  ...attendeeTypes,
  ...webhookTypes,
];

/** The module an organisation's own event types are shown under. */
const OWN_TYPES_MODULE = "Your own";

/** The event catalog of an organisation: the built-in types, then its own by name. */
export async function listEventTypes(ctx: Ctx): Promise<EventTypeInfo[]> {
  const own = await db()
    .select({
      name: eventTypes.name,
      description: eventTypes.description,
      schema: eventTypes.schema,
      sample: eventTypes.sample,
      sampleText: sql<string | null>`${eventTypes.sample}::text`,
    })
    .from(eventTypes)
    .where(eq(eventTypes.orgId, ctx.orgId))
    .orderBy(asc(eventTypes.name));
  return [
    ...builtInTypes,
    ...own.map(({ name, description, schema, sample, sampleText }) => ({
      name,
      module: OWN_TYPES_MODULE,
      description,
      schema,
      sample,
      sampleText: sampleText ?? undefined,
      sampleChanges: null,
      builtIn: false,
    })),
  ];
}

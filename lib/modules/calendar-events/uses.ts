import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { calendarEvents } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

const MODULE = "Calendar Events";

/** The calendar events whose data endpoint is this webhook. */
export async function listCalendarEventUses(ctx: Ctx, webhookId: string) {
  const rows = await db()
    .select({ id: calendarEvents.id, title: calendarEvents.title })
    .from(calendarEvents)
    .where(and(eq(calendarEvents.orgId, ctx.orgId), eq(calendarEvents.dataEndpointId, webhookId)))
    .orderBy(asc(calendarEvents.startsAt), asc(calendarEvents.id));
  return rows.map(({ id, title }) => ({
    module: MODULE,
    record: id,
    label: title,
    href: `/modules/calendar-events/${id}`,
  }));
}

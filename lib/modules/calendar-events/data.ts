import { and, asc, count, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { calendarEventRegistrations, calendarEvents, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";

/** A calendar event. Times are ISO 8601. */
export type CalendarEvent = {
  id: string;
  title: string;
  slug: string;
  startsAt: string;
  customMetadata: string | null;
  dataEndpoint: { id: string; name: string } | null;
  registrations: number;
  createdAt: string;
  updatedAt: string;
};

/** A member who is registered. */
export type Registration = {
  memberId: string;
  firstName: string;
  lastName: string;
  displayName: string;
  email: string;
  profileFields: Record<string, { label: string; value: string }>;
  registeredAt: string;
};

const registered = () =>
  db()
    .select({ id: calendarEventRegistrations.calendarEventId, count: count().as("registered_count") })
    .from(calendarEventRegistrations)
    .groupBy(calendarEventRegistrations.orgId, calendarEventRegistrations.calendarEventId);

function selectEvents(ctx: Ctx, id?: string) {
  const counts = registered().where(eq(calendarEventRegistrations.orgId, ctx.orgId)).as("registered");
  return db()
    .select({ event: calendarEvents, webhook: webhooks.name, registrations: counts.count })
    .from(calendarEvents)
    .leftJoin(
      webhooks,
      and(eq(webhooks.orgId, calendarEvents.orgId), eq(webhooks.id, calendarEvents.dataEndpointId)),
    )
    .leftJoin(counts, eq(counts.id, calendarEvents.id))
    .where(and(eq(calendarEvents.orgId, ctx.orgId), id ? eq(calendarEvents.id, id) : undefined))
    .orderBy(desc(calendarEvents.startsAt), asc(calendarEvents.id));
}

type Row = Awaited<ReturnType<typeof selectEvents>>[number];

function toEvent({ event, webhook, registrations }: Row): CalendarEvent {
  const { id, title, slug, customMetadata, dataEndpointId } = event;
  return {
    id,
    title,
    slug,
    customMetadata,
    startsAt: event.startsAt.toISOString(),
    dataEndpoint: dataEndpointId ? { id: dataEndpointId, name: webhook ?? "" } : null,
    registrations: registrations ?? 0,
    createdAt: event.createdAt.toISOString(),
    updatedAt: event.updatedAt.toISOString(),
  };
}

/** The organisation's calendar events, the latest first. */
export async function listCalendarEvents(ctx: Ctx): Promise<CalendarEvent[]> {
  return (await selectEvents(ctx)).map(toEvent);
}

/**
 * One calendar event.
 * @throws AppError not_found, also for one of another organisation
 */
export async function getCalendarEvent(ctx: Ctx, id: string): Promise<CalendarEvent> {
  const [row] = z.uuid().safeParse(id).success ? await selectEvents(ctx, id) : [];
  return row ? toEvent(row) : notFound("calendar event");
}

/**
 * Who is registered, in the order they came.
 * @throws AppError not_found, also for a calendar event of another organisation
 */
export async function listRegistrations(ctx: Ctx, calendarEventId: string): Promise<Registration[]> {
  const { id } = await getCalendarEvent(ctx, calendarEventId);
  const { orgId, calendarEventId: eventId, registeredAt, memberId } = calendarEventRegistrations;
  const rows = await db()
    .select()
    .from(calendarEventRegistrations)
    .where(and(eq(orgId, ctx.orgId), eq(eventId, id)))
    .orderBy(asc(registeredAt), asc(memberId));
  return rows.map(({ firstName, lastName, displayName, email, profileFields, ...row }) => ({
    memberId: row.memberId,
    firstName,
    lastName,
    displayName,
    email,
    profileFields,
    registeredAt: row.registeredAt.toISOString(),
  }));
}

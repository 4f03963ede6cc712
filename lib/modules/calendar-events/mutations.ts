import { and, eq } from "drizzle-orm";
import { type Tx, transaction } from "@/db/client";
import { isReferenceError } from "@/db/errors";
import { calendarEventRegistrations, calendarEvents } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { emitEvent } from "@/lib/events/accept";
import { type CalendarEvent, getCalendarEvent } from "./data";
import { memberIdOf, registrationPayload } from "./payload";
import {
  type CalendarEventInput,
  type CalendarEventSettings,
  calendarEventInput,
  type RegistrationInput,
  registrationInput,
} from "./schema";

type Row = typeof calendarEvents.$inferSelect;

const ofThis = (ctx: Ctx, id: string) => and(eq(calendarEvents.orgId, ctx.orgId), eq(calendarEvents.id, id));
const target = ({ id, title }: Pick<Row, "id" | "title">) => ({ kind: "calendar_event", id, name: title });

/**
 * Creates a calendar event.
 * @throws AppError invalid (slug taken, no such webhook), forbidden; ZodError
 */
export async function createCalendarEvent(ctx: Ctx, input: CalendarEventInput): Promise<CalendarEvent> {
  authorise(ctx, "modules.write");
  const settings = calendarEventInput.parse(input);
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(calendarEvents)
      .values({ ...columnsOf(settings), orgId: ctx.orgId })
      .returning()
      .catch(refuseClash);
    if (!row) throw new Error("The calendar event was not inserted.");
    await recordAudit(tx, ctx, { action: "calendar_event.created", target: target(row) });
    return getCalendarEvent(ctx, row.id);
  });
}

/**
 * Changes a calendar event; the input is the whole of it.
 * @throws AppError not_found, invalid (slug taken, no such webhook), forbidden; ZodError
 */
export async function updateCalendarEvent(
  ctx: Ctx,
  id: string,
  input: CalendarEventInput,
): Promise<CalendarEvent> {
  authorise(ctx, "modules.write");
  const columns = columnsOf(calendarEventInput.parse(input));
  return transaction(async (tx) => {
    const before = await lock(tx, ctx, id);
    await tx
      .update(calendarEvents)
      .set({ ...columns, updatedAt: new Date() })
      .where(ofThis(ctx, id))
      .catch(refuseClash);
    await recordAudit(tx, ctx, {
      action: "calendar_event.updated",
      target: target({ id, title: columns.title }),
      changes: changesOf(before, columns),
    });
    return getCalendarEvent(ctx, id);
  });
}

/**
 * Deletes a calendar event with its registrations; nobody is told that they were withdrawn.
 * @throws AppError not_found, forbidden
 */
export async function deleteCalendarEvent(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "modules.write");
  await transaction(async (tx) => {
    const row = await lock(tx, ctx, id);
    await tx.delete(calendarEvents).where(ofThis(ctx, id));
    await recordAudit(tx, ctx, { action: "calendar_event.deleted", target: target(row) });
  });
}

/**
 * Registers a member and tells it: row and event are committed together.
 * @returns the ids of the member and of the event emitted.
 * @throws AppError not_found, conflict when registered already, forbidden; ZodError
 */
export async function registerMember(
  ctx: Ctx,
  calendarEventId: string,
  input: RegistrationInput,
): Promise<{ memberId: string; eventId: string }> {
  authorise(ctx, "modules.write");
  const member = registrationInput.parse(input);
  return transaction(async (tx) => {
    const event = await lock(tx, ctx, calendarEventId);
    const memberId = memberIdOf(ctx.orgId, member.email);
    const displayName = member.displayName || member.firstName;
    const [registration] = await tx
      .insert(calendarEventRegistrations)
      .values({ ...member, displayName, memberId, calendarEventId, orgId: ctx.orgId })
      .onConflictDoNothing()
      .returning();
    if (!registration) throw new AppError("conflict", `${member.email} is registered already.`);
    return { memberId, eventId: await tell(tx, ctx, "registered", event, registration) };
  });
}

/**
 * Withdraws a member's registration and tells it: both are committed together.
 * @returns the id of the event emitted.
 * @throws AppError not_found, forbidden
 */
export async function unregisterMember(
  ctx: Ctx,
  calendarEventId: string,
  memberId: string,
): Promise<{ eventId: string }> {
  authorise(ctx, "modules.write");
  return transaction(async (tx) => {
    const event = await lock(tx, ctx, calendarEventId);
    const { orgId, calendarEventId: eventId, memberId: member } = calendarEventRegistrations;
    const [registration] = await tx
      .delete(calendarEventRegistrations)
      .where(and(eq(orgId, ctx.orgId), eq(eventId, calendarEventId), eq(member, memberId)))
      .returning();
    if (!registration) notFound("registration");
    return { eventId: await tell(tx, ctx, "unregistered", event, registration) };
  });
}

function tell(
  tx: Tx,
  ctx: Ctx,
  status: "registered" | "unregistered",
  event: Row,
  registration: typeof calendarEventRegistrations.$inferSelect,
): Promise<string> {
  const data = registrationPayload(status, event, registration, new Date());
  const { dataEndpointId } = event;
  return emitEvent(tx, ctx, { type: `calendar_event.user_${status}`, data }, { dataEndpointId });
}

async function lock(tx: Tx, ctx: Ctx, id: string): Promise<Row> {
  await getCalendarEvent(ctx, id);
  const [row] = await tx.select().from(calendarEvents).where(ofThis(ctx, id)).for("no key update");
  return row ?? notFound("calendar event");
}

const columnsOf = ({ startsAt, ...settings }: CalendarEventSettings) => ({
  ...settings,
  startsAt: new Date(startsAt),
});

function changesOf(before: Row, after: ReturnType<typeof columnsOf>): Record<string, [unknown, unknown]> {
  const keys = Object.keys(after) as (keyof typeof after)[];
  const pairs = keys.map((key) => [key, [before[key], after[key]]] as [string, [unknown, unknown]]);
  return Object.fromEntries(pairs.filter(([, [was, is]]) => JSON.stringify(was) !== JSON.stringify(is)));
}

/** What the database refuses: a slug that is taken; a webhook that is not there, or was deleted in this moment. */
function refuseClash(error: unknown): never {
  const message = "The calendar event was not saved: some of this is not as it should be.";
  if (isReferenceError(error, "calendar_events_data_endpoint_fk")) {
    const fault = {
      path: "dataEndpointId",
      message: "There is no such webhook any more. Choose another one.",
    };
    throw new AppError("invalid", message, [fault]);
  }
  const cause = (error as { cause?: { code?: string; constraint_name?: string } }).cause;
  if (cause?.code === "23505" && cause.constraint_name === "calendar_events_slug") {
    throw new AppError("invalid", message, [{ path: "slug", message: "Another event has this short name." }]);
  }
  throw error;
}

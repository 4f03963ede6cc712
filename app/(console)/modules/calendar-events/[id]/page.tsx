import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { CalendarEventView } from "@/components/modules/calendar-events/calendar-event-view";
import { can } from "@/lib/auth/permissions";
import { orNotFound, requireCtx } from "@/lib/auth/session";
import { getCalendarEvent, listRegistrations } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { getQueryClient } from "@/lib/query-client";

type Props = PageProps<"/modules/calendar-events/[id]">;

const read = cache(async (id: string) => orNotFound(getCalendarEvent(await requireCtx(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await read((await params).id)).title };
}

export default async function CalendarEventPage({ params }: Props) {
  const ctx = await requireCtx();
  const event = await read((await params).id);
  const client = getQueryClient();
  const registrations = await listRegistrations(ctx, event.id);
  client.setQueryData(calendarEventQueries.detail(event.id).queryKey, event);
  client.setQueryData(calendarEventQueries.registrations(event.id).queryKey, registrations);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <CalendarEventView initial={event} writable={can(ctx.role, "modules.write")} />
    </HydrationBoundary>
  );
}

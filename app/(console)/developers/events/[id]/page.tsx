import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { EventView } from "@/components/events/event-view";
import { orNotFound, requireCtx } from "@/lib/auth/session";
import { getEventDetail } from "@/lib/events/data";
import { eventQueries } from "@/lib/events/queries";
import { getQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Event" };

export default async function EventPage({ params }: PageProps<"/developers/events/[id]">) {
  const ctx = await requireCtx();
  const event = await orNotFound(getEventDetail(ctx, (await params).id));
  const client = getQueryClient();
  client.setQueryData(eventQueries.detail(event.id).queryKey, event);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EventView initial={event} />
    </HydrationBoundary>
  );
}

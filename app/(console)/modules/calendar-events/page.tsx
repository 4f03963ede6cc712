import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/layout/page-header";
import { CalendarEventList } from "@/components/modules/calendar-events/calendar-event-list";
import { Button } from "@/components/ui/button";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { listCalendarEvents } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { getQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Calendar Events" };

export default async function CalendarEventsPage() {
  const ctx = await requireCtx();
  const client = getQueryClient();
  client.setQueryData(calendarEventQueries.list().queryKey, await listCalendarEvents(ctx));
  const writable = can(ctx.role, "modules.write");
  return (
    <>
      <PageHeader
        title="Calendar Events"
        description="What members register for. Each event can name a webhook that gets its registrations directly."
        actions={
          writable && (
            <Button asChild>
              <Link href="/modules/calendar-events/new">
                <Plus aria-hidden />
                Create event
              </Link>
            </Button>
          )
        }
      />
      <HydrationBoundary state={dehydrate(client)}>
        <CalendarEventList writable={writable} />
      </HydrationBoundary>
    </>
  );
}

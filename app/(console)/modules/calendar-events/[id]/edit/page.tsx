import type { Metadata, Route } from "next";
import { NoAccess } from "@/components/layout/no-access";
import { PageHeader } from "@/components/layout/page-header";
import { CalendarEventForm } from "@/components/modules/calendar-events/calendar-event-form";
import { can } from "@/lib/auth/permissions";
import { orNotFound, requireCtx } from "@/lib/auth/session";
import { getCalendarEvent } from "@/lib/modules/calendar-events/data";
import { listWebhookNames } from "@/lib/webhooks/data";

export const metadata: Metadata = { title: "Edit event" };

type Props = PageProps<"/modules/calendar-events/[id]/edit">;

export default async function EditCalendarEventPage({ params }: Props) {
  const ctx = await requireCtx();
  const event = await orNotFound(getCalendarEvent(ctx, (await params).id));
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title="Edit event"
        crumbs={[
          { label: "Calendar Events", href: "/modules/calendar-events" },
          { label: event.title, href: `/modules/calendar-events/${event.id}` as Route },
        ]}
      />
      {can(ctx.role, "modules.write") ? (
        <CalendarEventForm event={event} webhooks={await listWebhookNames(ctx)} />
      ) : (
        <NoAccess role={ctx.role} />
      )}
    </div>
  );
}

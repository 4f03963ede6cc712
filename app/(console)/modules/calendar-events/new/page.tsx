import type { Metadata } from "next";
import { NoAccess } from "@/components/layout/no-access";
import { PageHeader } from "@/components/layout/page-header";
import { CalendarEventForm } from "@/components/modules/calendar-events/calendar-event-form";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { listWebhookNames } from "@/lib/webhooks/data";

export const metadata: Metadata = { title: "Create event" };

export default async function NewCalendarEventPage() {
  const ctx = await requireCtx();
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title="Create event"
        crumbs={[{ label: "Calendar Events", href: "/modules/calendar-events" }]}
      />
      {can(ctx.role, "modules.write") ? (
        <CalendarEventForm webhooks={await listWebhookNames(ctx)} />
      ) : (
        <NoAccess role={ctx.role} />
      )}
    </div>
  );
}

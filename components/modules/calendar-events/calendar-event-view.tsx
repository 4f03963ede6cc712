"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureError } from "@/lib/live/failure";
import type { CalendarEvent } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { DeleteEventDialog } from "./delete-event-dialog";
import { EventDate } from "./event-date";
import { RegisterDialog } from "./register-dialog";
import { Registrations } from "./registrations";

/** One calendar event: what it is, and who is registered. */
export function CalendarEventView({ initial, writable }: { initial: CalendarEvent; writable: boolean }) {
  const { data: event = initial, error } = useQuery(calendarEventQueries.detail(initial.id));
  const gone = error instanceof FailureError && error.failure.code === "not_found";
  return (
    <>
      <PageHeader
        title={event.title}
        description={<EventDate value={event.startsAt} />}
        crumbs={[{ label: "Calendar Events", href: "/modules/calendar-events" }]}
        actions={writable && !gone && <Actions event={event} />}
      />
      <div className="grid gap-4">
        {gone && <Alert tone="warning">This event was deleted.</Alert>}
        <Card>
          <dl className="grid gap-x-6 gap-y-3.5 p-4 text-sm sm:grid-cols-3">
            <Fact label="Data endpoint">
              {event.dataEndpoint ? (
                <Link
                  href={`/developers/webhooks/${event.dataEndpoint.id}`}
                  className="focus-ring rounded-sm text-link"
                >
                  {event.dataEndpoint.name}
                </Link>
              ) : (
                <span className="text-muted-foreground">None</span>
              )}
            </Fact>
            <Fact label="Short name">
              <code className="break-all font-mono text-xs">{event.slug}</code>
            </Fact>
            <Fact label="Webhook Custom Metadata">
              {event.customMetadata ? (
                <code className="whitespace-pre-wrap break-all font-mono text-xs">
                  {event.customMetadata}
                </code>
              ) : (
                <span className="text-muted-foreground">None</span>
              )}
            </Fact>
          </dl>
        </Card>
        <Registrations event={event} writable={writable} />
      </div>
    </>
  );
}

function Actions({ event }: { event: CalendarEvent }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Button variant="outline" onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden /> Delete
      </Button>
      <Button asChild variant="outline">
        <Link href={`/modules/calendar-events/${event.id}/edit` as Route}>
          <Pencil aria-hidden /> Edit
        </Link>
      </Button>
      <RegisterDialog event={event} />
      {deleting && <DeleteEventDialog event={event} onClose={() => setDeleting(false)} />}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="mt-0.5 min-w-0">{children}</dd>
    </div>
  );
}

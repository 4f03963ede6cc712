"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Plus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { formatNumber } from "@/lib/format";
import { messageOf } from "@/lib/live/failure";
import type { CalendarEvent } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { EventDate } from "./event-date";

/** The organisation's calendar events, the latest first. */
export function CalendarEventList({ writable }: { writable: boolean }) {
  const { data: events = [], error } = useQuery(calendarEventQueries.list());
  return (
    <DataTable aria-label="Calendar events">
      {error && (
        <Alert tone="warning" role="alert" className="rounded-none border-0 border-b">
          {messageOf(error)} What you see may be out of date.
        </Alert>
      )}
      {events.length > 0 ? <EventTable events={events} /> : <NoEvents writable={writable} />}
    </DataTable>
  );
}

function EventTable({ events }: { events: CalendarEvent[] }) {
  return (
    <Table>
      <TableCaption>Calendar events</TableCaption>
      <TableHeader>
        <TableRow>
          <TableHead>Title</TableHead>
          <TableHead>Starts</TableHead>
          <TableHead className="text-right max-sm:hidden">Registrations</TableHead>
          <TableHead className="max-md:hidden">Data endpoint</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id} className="relative">
            <TableHead scope="row" className="h-12 w-full max-w-0 text-sm md:w-2/5">
              <Link
                href={`/modules/calendar-events/${event.id}` as Route}
                className="focus-ring block truncate rounded-sm text-foreground after:absolute after:inset-0"
              >
                {event.title}
              </Link>
              <span className="figures block font-normal text-xs sm:hidden">
                {formatNumber(event.registrations)} registered
              </span>
            </TableHead>
            <TableCell className="figures whitespace-nowrap">
              <EventDate value={event.startsAt} />
            </TableCell>
            <TableCell className="figures text-right max-sm:hidden">
              {formatNumber(event.registrations)}
            </TableCell>
            <TableCell className="max-w-0 max-md:hidden md:w-1/4">
              <span className="block truncate">
                {event.dataEndpoint?.name ?? <span className="text-muted-foreground">None</span>}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function NoEvents({ writable }: { writable: boolean }) {
  return (
    <EmptyState
      icon={CalendarDays}
      title="No calendar events yet"
      description={
        writable
          ? "Members register for a calendar event, and every registration is an event that webhooks can get."
          : "Members register for calendar events. Your role may look, but not create one."
      }
      action={
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
  );
}

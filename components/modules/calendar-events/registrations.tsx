"use client";

import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DataTable, DataTableToolbar } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
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
import type { CalendarEvent, Registration } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { fullName } from "./member-name";
import { UnregisterDialog } from "./unregister-dialog";

/** Who is registered, in the order they came. */
export function Registrations({ event, writable }: { event: CalendarEvent; writable: boolean }) {
  const { data: registrations = [], error } = useQuery(calendarEventQueries.registrations(event.id));
  const [leaving, setLeaving] = useState<Registration | null>(null);
  return (
    <DataTable aria-label="Registrations">
      <DataTableToolbar className="px-4">
        <h2 className="font-medium text-base">Registrations</h2>
        <span className="figures text-muted-foreground text-sm">{formatNumber(registrations.length)}</span>
      </DataTableToolbar>
      {error && (
        <Alert tone="warning" role="alert" className="rounded-none border-0 border-b">
          {messageOf(error)} What you see may be out of date.
        </Alert>
      )}
      {registrations.length === 0 ? (
        <EmptyState
          icon={Users}
          title="Nobody is registered yet"
          description="Every registration is told to the data endpoint and to all webhooks that subscribe to it."
        />
      ) : (
        <Table>
          <TableCaption>Registrations</TableCaption>
          <TableHeader>
            <TableRow>
              <TableHead>Member</TableHead>
              <TableHead className="max-sm:hidden">E-mail address</TableHead>
              <TableHead className="max-md:hidden">Registered</TableHead>
              {writable && (
                <TableHead>
                  <span className="sr-only">Actions</span>
                </TableHead>
              )}
            </TableRow>
          </TableHeader>
          <TableBody>
            {registrations.map((registration) => (
              <TableRow key={registration.memberId}>
                <TableHead scope="row" className="h-11 w-full max-w-0 text-foreground text-sm sm:w-1/3">
                  <span className="block truncate">{fullName(registration)}</span>
                  <span className="block truncate font-normal text-muted-foreground text-xs sm:hidden">
                    {registration.email}
                  </span>
                </TableHead>
                <TableCell className="max-sm:hidden">{registration.email}</TableCell>
                <TableCell className="figures text-muted-foreground max-md:hidden">
                  <RelativeTime value={registration.registeredAt} />
                </TableCell>
                {writable && (
                  <TableCell className="w-0 text-right">
                    <Button variant="outline" size="sm" onClick={() => setLeaving(registration)}>
                      Unregister<span className="sr-only"> {fullName(registration)}</span>
                    </Button>
                  </TableCell>
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {leaving && <UnregisterDialog event={event} registration={leaving} onClose={() => setLeaving(null)} />}
    </DataTable>
  );
}

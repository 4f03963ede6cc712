import { DataTable, DataTableFooter } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { SessionInfo } from "@/lib/auth/sessions/data";
import { EndSessionButton } from "./end-session-button";

/** Where one is signed in, this device first. There is always one: the one that looks. */
export function SessionTable({ sessions }: { sessions: SessionInfo[] }) {
  return (
    <DataTable>
      <Table>
        <TableCaption>Sessions</TableCaption>
        <TableHeader>
          <TableRow>
            <TableHead>Device</TableHead>
            <TableHead className="max-sm:hidden">Address</TableHead>
            <TableHead className="max-sm:hidden">Last seen</TableHead>
            <TableHead className="max-md:hidden">Signed in</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </TableBody>
      </Table>
      {sessions.length === 1 && <DataTableFooter>You are signed in nowhere else.</DataTableFooter>}
    </DataTable>
  );
}

function SessionRow({ session }: { session: SessionInfo }) {
  const { id, current, device, address, createdAt, lastSeenAt } = session;
  return (
    <TableRow>
      <TableHead scope="row" className="h-11 w-full whitespace-normal py-1.5 text-inherit text-sm sm:w-1/3">
        <span className="break-words">{device}</span>
        <span className="figures block break-words font-normal text-muted-foreground text-xs sm:hidden">
          {address}
          {!current && (
            <>
              , <RelativeTime value={lastSeenAt} />
            </>
          )}
        </span>
      </TableHead>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-sm:hidden">
        {address}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-sm:hidden">
        {current ? "Now" : <RelativeTime value={lastSeenAt} />}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-md:hidden">
        <RelativeTime value={createdAt} />
      </TableCell>
      <TableCell className="text-right">
        {current ? (
          <StatusBadge tone="success">This device</StatusBadge>
        ) : (
          <EndSessionButton id={id} device={device} />
        )}
      </TableCell>
    </TableRow>
  );
}

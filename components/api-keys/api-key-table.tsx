import { KeyRound } from "lucide-react";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
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
import type { ApiKeyInfo } from "@/lib/api-keys/schema";
import { cn } from "@/lib/utils";
import { RevokeApiKeyButton } from "./revoke-api-key-button";

/** The organisation's keys; those in use before those revoked. */
export function ApiKeyTable({ keys, writable }: { keys: ApiKeyInfo[]; writable: boolean }) {
  if (keys.length === 0) {
    return (
      <DataTable>
        <EmptyState
          icon={KeyRound}
          title="No API keys yet"
          description="Create one for each program that sends events, so that you can revoke one without the others."
        />
      </DataTable>
    );
  }
  const ordered = [...keys.filter((key) => !key.revokedAt), ...keys.filter((key) => key.revokedAt)];
  return (
    <DataTable>
      <Table>
        <TableCaption>API keys</TableCaption>
        <TableHeader>
          <TableRow>
            <TableHead>Name</TableHead>
            <TableHead className="max-sm:hidden">Key</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead className="max-md:hidden">Created</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {ordered.map((key) => (
            <ApiKeyRow key={key.id} info={key} writable={writable} />
          ))}
        </TableBody>
      </Table>
    </DataTable>
  );
}

function ApiKeyRow({ info, writable }: { info: ApiKeyInfo; writable: boolean }) {
  const { id, name, prefix, createdAt, createdByName, lastUsedAt, revokedAt } = info;
  return (
    <TableRow className={cn(revokedAt && "text-muted-foreground")}>
      <TableHead scope="row" className="h-11 w-full max-w-0 py-1.5 text-inherit text-sm sm:w-1/3">
        <span className="block truncate" title={name}>
          {name}
        </span>
        <span className="block font-mono font-normal text-muted-foreground text-xs sm:hidden">{prefix}…</span>
      </TableHead>
      <TableCell className="font-mono text-xs max-sm:hidden">{prefix}…</TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground">
        {lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "Never"}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-md:hidden">
        <RelativeTime value={createdAt} />
        {createdByName && ` by ${createdByName}`}
      </TableCell>
      <TableCell className="text-right">
        {revokedAt ? (
          <StatusBadge tone="neutral">Revoked</StatusBadge>
        ) : (
          writable && <RevokeApiKeyButton id={id} name={name} />
        )}
      </TableCell>
    </TableRow>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
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
import type { TestEndpointRow } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";

export function TestEndpointList() {
  const { data: endpoints = [] } = useQuery(testEndpointQueries.list());
  if (endpoints.length === 0) {
    return (
      <DataTable>
        <EmptyState
          icon={Inbox}
          title="No test endpoints yet"
          description="A test endpoint is a URL on this server that shows what it is sent. Point a webhook at it to see your events before there is a real receiver."
        />
      </DataTable>
    );
  }
  return (
    <DataTable>
      <Table>
        <TableCaption>Test endpoints</TableCaption>
        <TableHeader>
          <TableRow>
            <TableHead>Name</TableHead>
            <TableHead className="text-right">Requests</TableHead>
            <TableHead className="max-sm:hidden">Last request</TableHead>
            <TableHead className="max-md:hidden">Created</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </TableBody>
      </Table>
    </DataTable>
  );
}

function EndpointRow({ endpoint }: { endpoint: TestEndpointRow }) {
  const { id, name, address, requestCount, lastRequestAt, createdAt } = endpoint;
  return (
    <TableRow className="relative">
      <TableHead scope="row" className="h-14 w-full max-w-0 py-2 text-sm sm:w-1/2">
        <Link
          href={`/developers/test-endpoints/${id}`}
          className="focus-ring block truncate rounded-sm text-foreground after:absolute after:inset-0"
        >
          {name}
        </Link>
        <span className="block truncate font-mono font-normal text-xs">{address}</span>
      </TableHead>
      <TableCell className="figures text-right">{requestCount === 100 ? "100+" : requestCount}</TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-sm:hidden">
        {lastRequestAt ? <RelativeTime value={lastRequestAt} /> : "Never"}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-muted-foreground max-md:hidden">
        <RelativeTime value={createdAt} />
      </TableCell>
      <TableCell className="w-0 pl-0 text-right">
        <CopyButton value={address} label={`Copy address of ${name}`} className="relative z-10" />
      </TableCell>
    </TableRow>
  );
}

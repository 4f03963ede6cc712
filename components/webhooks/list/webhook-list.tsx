"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DataTable, DataTableFooter } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { can, type Role } from "@/lib/auth/permissions";
import { formatNumber } from "@/lib/format";
import { messageOf } from "@/lib/live/failure";
import { rowsIn } from "@/lib/webhooks/list-view";
import { webhookQueries } from "@/lib/webhooks/queries";
import { ListToolbar } from "./list-toolbar";
import { NoWebhooks } from "./no-webhooks";
import { useListKeys } from "./use-list-keys";
import { useListView } from "./use-list-view";
import { useWindow } from "./use-window";
import { WebhookTable } from "./webhook-table";

const NONE: never[] = [];

/** Every webhook of the organisation, live; searched, filtered and ordered in the browser. */
export function WebhookList({ role, eventTypes }: { role: Role; eventTypes: string[] }) {
  const { data: webhooks = NONE, error } = useQuery(webhookQueries.list());
  const list = useListView();
  const { search, status, type, sort } = useDeferredValue(list.view);
  const { key, descending } = sort;
  const shown = useMemo(
    () => rowsIn(webhooks, { search, status, type, sort: { key, descending } }),
    [webhooks, search, status, type, key, descending],
  );
  const [count, end] = useWindow(shown.length, JSON.stringify([search, status, type, key, descending]));
  const writable = can(role, "webhooks.write");
  useListKeys({ mayCreate: writable });
  if (webhooks.length === 0) return <NoWebhooks writable={writable} />;
  return (
    // What a row has room for depends on the list's own width: beside the navigation it has less than the window.
    <DataTable aria-label="Webhooks" className="@container">
      <ListToolbar list={list} eventTypes={eventTypes} />
      {error && (
        <Alert tone="warning" role="alert" className="rounded-none border-0 border-b">
          {messageOf(error)} What you see may be out of date.
        </Alert>
      )}
      {shown.length > 0 ? (
        <WebhookTable
          webhooks={shown.slice(0, count)}
          total={shown.length}
          role={role}
          sort={list.view.sort}
          onSort={list.sortBy}
        />
      ) : (
        <EmptyState
          icon={SearchX}
          title="No webhook matches"
          description="Look for part of a name or URL, or take a filter away."
          action={
            <Button variant="outline" onClick={list.showAll}>
              Show all {formatNumber(webhooks.length)}
            </Button>
          }
        />
      )}
      {count < shown.length && <div ref={end} />}
      <Footer shown={shown.length} all={webhooks.length} writable={writable} />
    </DataTable>
  );
}

function Footer({ shown, all, writable }: { shown: number; all: number; writable: boolean }) {
  const noun = all === 1 ? "webhook" : "webhooks";
  return (
    <DataTableFooter>
      <span role="status" className="figures">
        {shown === all
          ? `${formatNumber(all)} ${noun}`
          : `${formatNumber(shown)} of ${formatNumber(all)} ${noun}`}
      </span>
      <span aria-hidden className="flex pointer-coarse:hidden items-center gap-3 max-md:hidden">
        <span className="flex items-center gap-1.5">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> Move
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd>/</Kbd> Search
        </span>
        {writable && (
          <span className="flex items-center gap-1.5">
            <Kbd>C</Kbd> Create
          </span>
        )}
      </span>
    </DataTableFooter>
  );
}

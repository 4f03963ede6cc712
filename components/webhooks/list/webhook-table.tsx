"use client";

import { SortableHead } from "@/components/ui/data-table";
import { Table, TableBody, TableCaption, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { Role } from "@/lib/auth/permissions";
import type { WebhookRow as Row } from "@/lib/webhooks/data";
import type { Sort, SortKey } from "@/lib/webhooks/list-view";
import { WebhookRow } from "./webhook-row";

type WebhookTableProps = {
  webhooks: Row[];
  /** Of all that match, shown or not yet. */
  total: number;
  role: Role;
  sort: Sort;
  onSort: (key: SortKey) => void;
};

export function WebhookTable({ webhooks, total, role, sort, onSort }: WebhookTableProps) {
  const head = (key: SortKey) => ({
    sorted: sort.key === key ? ((sort.descending ? "desc" : "asc") as "desc" | "asc") : undefined,
    onSort: () => onSort(key),
  });
  return (
    <Table aria-rowcount={total + 1}>
      <TableCaption>Webhooks</TableCaption>
      <TableHeader>
        <TableRow>
          <SortableHead {...head("name")}>Name</SortableHead>
          <TableHead className="@max-4xl:hidden">Subscriptions</TableHead>
          <SortableHead {...head("status")} className="@max-md:hidden">
            Status
          </SortableHead>
          <SortableHead {...head("success")} className="@max-md:hidden">
            Success, 24 h
          </SortableHead>
          <SortableHead {...head("last")} className="@max-xl:hidden">
            Last delivery
          </SortableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {webhooks.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} role={role} />
        ))}
      </TableBody>
    </Table>
  );
}

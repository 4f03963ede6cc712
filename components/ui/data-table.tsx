"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown, Search } from "lucide-react";
import type * as React from "react";
import { cn } from "@/lib/utils";
import { Input } from "./input";
import { TableHead } from "./table";

/** The frame of a list: an optional toolbar, the table, an optional footer. */
export function DataTable({ className, ...props }: React.ComponentProps<"section">) {
  return (
    <section
      data-slot="data-table"
      className={cn("min-w-0 overflow-hidden rounded-lg border bg-card shadow-xs", className)}
      {...props}
    />
  );
}

/** Search and filters above a table. */
export function DataTableToolbar({ className, ...props }: React.ComponentProps<"div">) {
  return (
    <div
      data-slot="data-table-toolbar"
      className={cn("flex flex-wrap items-center gap-2 border-b px-3 py-2.5", className)}
      {...props}
    />
  );
}

/** Counts and paging below a table. */
export function DataTableFooter({ className, ...props }: React.ComponentProps<"div">) {
  return (
    <div
      data-slot="data-table-footer"
      className={cn(
        "flex min-h-11 flex-wrap items-center justify-between gap-2 border-t px-4 py-2 text-muted-foreground text-xs",
        className,
      )}
      {...props}
    />
  );
}

/** A search box; its `aria-label` is its name. */
export function SearchInput({
  className,
  ...props
}: React.ComponentProps<typeof Input> & { "aria-label": string }) {
  return (
    <div className={cn("relative min-w-44 flex-1 sm:max-w-72", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted-foreground"
      />
      <Input type="search" className="pl-8 [&::-webkit-search-cancel-button]:opacity-60" {...props} />
    </div>
  );
}

type SortDirection = "asc" | "desc";

type SortableHeadProps = Omit<React.ComponentProps<typeof TableHead>, "onClick"> & {
  /** The direction if the table is sorted by this column now. */
  sorted?: SortDirection | undefined;
  onSort: () => void;
};

/** A column's head that sorts by it. */
export function SortableHead({ sorted, onSort, children, ...props }: SortableHeadProps) {
  const Icon = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  const state = sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none";
  return (
    <TableHead aria-sort={state} {...props}>
      <button
        type="button"
        onClick={onSort}
        className={cn(
          "focus-ring -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-foreground",
          sorted && "text-foreground",
        )}
      >
        {children}
        <Icon aria-hidden className={cn("size-3", !sorted && "opacity-50")} />
      </button>
    </TableHead>
  );
}

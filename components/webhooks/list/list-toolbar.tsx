"use client";

import { useRef } from "react";
import { Combobox } from "@/components/ui/combobox";
import { DataTableToolbar, SearchInput } from "@/components/ui/data-table";
import { Kbd } from "@/components/ui/kbd";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { type Sort, STATUS_FILTERS, sortText, statusFilterWords, viewOf } from "@/lib/webhooks/list-view";
import { SEARCH_BOX } from "./use-list-keys";
import type { useListView } from "./use-list-view";

type ListToolbarProps = { list: ReturnType<typeof useListView>; eventTypes: string[] };

/** Search and filters above the list; on a phone also its order, which elsewhere is in the columns' heads. */
export function ListToolbar({ list, eventTypes }: ListToolbarProps) {
  const { search, status, type, sort } = list.view;
  return (
    <DataTableToolbar>
      <Search value={search} onChange={list.setSearch} />
      <Select value={status ?? "any"} onValueChange={(next) => list.setStatus(next === "any" ? null : next)}>
        <SelectTrigger className="w-40 max-sm:min-w-[40%] max-sm:flex-1" aria-label="Status">
          <SelectValue>{status ? statusFilterWords[status] : "Any status"}</SelectValue>
        </SelectTrigger>
        <SelectContent>
          <SelectItem value="any">Any status</SelectItem>
          {STATUS_FILTERS.map((each) => (
            <SelectItem key={each} value={each}>
              {statusFilterWords[each]}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Combobox
        aria-label="Event type"
        className="w-52 max-sm:min-w-[40%] max-sm:flex-1"
        searchPlaceholder="Search event types"
        value={type ?? ""}
        options={[
          { value: "", label: "Any event type" },
          ...eventTypes.map((name) => ({ value: name, label: name })),
        ]}
        onChange={(next) => list.setType(next || null)}
      />
      <SortSelect sort={sort} onChange={list.setSort} />
    </DataTableToolbar>
  );
}

function Search({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  return (
    <div className="relative min-w-44 flex-1 max-sm:basis-full sm:max-w-72">
      <SearchInput
        ref={box}
        aria-label="Search webhooks"
        aria-keyshortcuts="/"
        placeholder="Search name or URL"
        className="sm:max-w-none"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && value === "" && box.current?.blur()}
        {...{ [SEARCH_BOX]: "" }}
      />
      {value === "" && (
        <Kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 pointer-coarse:hidden -translate-y-1/2"
        >
          /
        </Kbd>
      )}
    </div>
  );
}

const orders: { sort: Sort; label: string }[] = [
  { sort: { key: "name", descending: false }, label: "By name" },
  { sort: { key: "status", descending: false }, label: "By status" },
  { sort: { key: "success", descending: false }, label: "Failing first" },
  { sort: { key: "last", descending: true }, label: "Latest delivery first" },
];

function SortSelect({ sort, onChange }: { sort: Sort; onChange: (sort: Sort) => void }) {
  const textOf = (each: Sort) => sortText(each) ?? "name";
  const label = orders.find((order) => textOf(order.sort) === textOf(sort))?.label ?? "Own order";
  return (
    <Select
      value={textOf(sort)}
      onValueChange={(next) => onChange(viewOf(new URLSearchParams({ sort: next })).sort)}
    >
      <SelectTrigger className="@xl:hidden w-full sm:w-44" aria-label="Order">
        <SelectValue>{label}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {orders.map((order) => (
          <SelectItem key={order.label} value={textOf(order.sort)}>
            {order.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

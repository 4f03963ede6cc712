"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { SearchInput } from "@/components/ui/data-table";
import type { FilterVariable } from "@/lib/matching/filter";

/** "What can be used", folded away until it is asked for. */
export function ReferenceBox({ children }: { children: ReactNode }) {
  return (
    <details className="group/details rounded-lg border bg-card shadow-xs">
      <summary className="focus-ring flex h-9 list-none items-center gap-1.5 rounded-lg px-3 font-medium text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-muted-foreground transition-transform duration-100 group-open/details:rotate-90"
        />
        What can be used
      </summary>
      <div className="grid gap-4 border-t p-3">{children}</div>
    </details>
  );
}

type VariableListProps = {
  title: string;
  variables: FilterVariable[];
  onInsert: (path: string) => void;
};

const SEARCH_FROM = 12;

/** Names, each a press away from being in the text. */
export function VariableList({ title, variables, onInsert }: VariableListProps) {
  const [search, setSearch] = useState("");
  const words = search.trim().toLowerCase();
  const shown = variables.filter(({ path, description = "" }) =>
    `${path} ${description}`.toLowerCase().includes(words),
  );
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-xs">{title}</h3>
      {variables.length > SEARCH_FROM && (
        <SearchInput
          aria-label={`Search: ${title}`}
          placeholder="Search"
          className="mb-2 sm:max-w-none"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <ul className="-mx-1.5 max-h-72 overflow-y-auto">
        {shown.map((variable) => (
          <VariableRow key={variable.path} variable={variable} onInsert={onInsert} />
        ))}
        {shown.length === 0 && <li className="px-1.5 text-muted-foreground text-xs">Nothing matches.</li>}
      </ul>
    </div>
  );
}

type VariableRowProps = { variable: FilterVariable; onInsert: (path: string) => void };

function VariableRow({ variable: { path, type, values, description }, onInsert }: VariableRowProps) {
  const choices = values && values.length <= 6 ? `One of ${values.join(", ")}.` : "";
  const about = [description, choices].filter(Boolean).join(" ");
  return (
    <li>
      <button
        type="button"
        onClick={() => onInsert(path)}
        className="focus-ring grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-md px-1.5 py-1 text-left hover:bg-accent focus-visible:-outline-offset-2"
      >
        <span className="break-all font-mono text-xs">
          <span className="sr-only">Insert </span>
          {path}
        </span>
        <span className="text-muted-foreground text-xs">{type}</span>
        {about && <span className="col-span-2 text-pretty text-muted-foreground text-xs">{about}</span>}
      </button>
    </li>
  );
}

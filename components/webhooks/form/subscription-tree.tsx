"use client";

import { useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchInput } from "@/components/ui/data-table";
import { matchesPattern } from "@/lib/matching/patterns";
import type { KnownType } from "./subscriptions-section";

type SubscriptionTreeProps = {
  types: KnownType[];
  value: string[];
  onChange: (patterns: string[]) => void;
};

/** The event catalog by module, to tick. What a pattern covers is ticked by it and changes with it alone. */
export function SubscriptionTree({ types, value, onChange }: SubscriptionTreeProps) {
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/);
  const shown = types.filter(({ name, module, description }) => {
    const text = `${name} ${module} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const modules = [...new Set(shown.map(({ module }) => module))];
  return (
    <div className="overflow-hidden rounded-lg border">
      <div className="border-b bg-muted/50 p-2">
        <SearchInput
          aria-label="Search event types"
          placeholder="Search event types"
          className="sm:max-w-none"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <section aria-label="Event types" className="max-h-96 overflow-y-auto">
        {modules.map((module) => (
          <ModuleGroup
            key={module}
            module={module}
            types={shown.filter((type) => type.module === module)}
            value={value}
            onChange={onChange}
          />
        ))}
        {modules.length === 0 && (
          <p className="px-4 py-8 text-center text-muted-foreground text-sm">
            No event type matches “{search}”.
          </p>
        )}
      </section>
    </div>
  );
}

type ModuleGroupProps = SubscriptionTreeProps & { module: string };

function ModuleGroup({ module, types, value, onChange }: ModuleGroupProps) {
  const id = useId();
  const covering = (name: string) =>
    value.find((pattern) => pattern !== name && matchesPattern(pattern, name));
  const free = types.filter(({ name }) => !covering(name)).map(({ name }) => name);
  const ticked = free.filter((name) => value.includes(name)).length;
  const covered = types.length - free.length;
  const all = covered + ticked === types.length;
  const state = all ? true : covered + ticked > 0 ? "indeterminate" : false;

  const without = value.filter((pattern) => !free.includes(pattern));
  const toggleAll = () => onChange(ticked === free.length ? without : [...without, ...free]);
  const toggle = (name: string) =>
    onChange(value.includes(name) ? value.filter((each) => each !== name) : [...value, name]);

  return (
    <fieldset className="min-w-0 border-b last:border-0">
      <legend className="sr-only">{module}</legend>
      <div className="sticky top-0 z-10 flex items-center gap-2.5 border-b bg-card px-3 py-2">
        <Checkbox
          id={id}
          checked={state}
          aria-disabled={free.length === 0}
          onCheckedChange={toggleAll}
          className="mt-0 aria-disabled:opacity-50"
        />
        <label htmlFor={id} className="flex-1 select-none font-medium text-sm">
          {module}
        </label>
        <span className="figures text-muted-foreground text-xs">
          {covered + ticked} of {types.length}
        </span>
      </div>
      <ul className="py-1">
        {types.map((type) => (
          <TypeRow
            key={type.name}
            type={type}
            checked={value.includes(type.name)}
            coveredBy={covering(type.name)}
            onToggle={() => toggle(type.name)}
          />
        ))}
      </ul>
    </fieldset>
  );
}

type TypeRowProps = {
  type: KnownType;
  checked: boolean;
  coveredBy: string | undefined;
  onToggle: () => void;
};

function TypeRow({ type: { name, description }, checked, coveredBy, onToggle }: TypeRowProps) {
  const id = useId();
  return (
    <li className="flex items-start gap-2.5 py-1.5 pr-3 pl-5.5 hover:bg-muted/60">
      <Checkbox
        id={id}
        checked={checked || coveredBy !== undefined}
        // Not disabled: it stays in reach of the keyboard and says by what it is covered.
        aria-disabled={coveredBy !== undefined}
        aria-describedby={`${id}-about`}
        onCheckedChange={() => !coveredBy && onToggle()}
        className="aria-disabled:opacity-50"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block select-none break-words font-mono text-xs leading-5">
          {name}
        </label>
        <p id={`${id}-about`} className="text-pretty text-muted-foreground text-xs">
          {description}
          {coveredBy && <span className="text-brand"> Covered by {coveredBy}.</span>}
        </p>
      </div>
    </li>
  );
}

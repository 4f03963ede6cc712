"use client";

import { Check, ChevronDown } from "lucide-react";
import * as React from "react";
import { cn } from "@/lib/utils";
import { useFieldControl } from "./field";
import { controlClasses } from "./input";
import { menuItemClasses } from "./menu-styles";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export type ComboboxOption = { value: string; label: string; hint?: string | undefined };

type ComboboxProps = {
  options: ComboboxOption[];
  value: string | null;
  onChange: (value: string) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  /** Its name, when no `FieldLabel` gives it one. */
  "aria-label"?: string;
  id?: string;
  disabled?: boolean;
  className?: string;
};

/** A select whose list is searched by typing: for more options than can be read at a glance. */
export function Combobox({
  options,
  value,
  onChange,
  placeholder = "Choose…",
  searchPlaceholder = "Search…",
  emptyText = "Nothing matches.",
  disabled,
  className,
  ...aria
}: ComboboxProps) {
  const [open, setOpen] = React.useState(false);
  const wired = useFieldControl(aria);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        data-slot="combobox"
        disabled={disabled}
        className={cn(
          controlClasses,
          "flex h-8 pointer-coarse:h-9 items-center justify-between gap-2 px-2.5 text-left pointer-coarse:text-sm",
          !chosen && "text-muted-foreground",
          className,
        )}
        {...wired}
      >
        <span className="truncate">{chosen?.label ?? placeholder}</span>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      </PopoverTrigger>
      <PopoverContent
        className="w-[max(16rem,var(--radix-popover-trigger-width))] p-0"
        aria-label={placeholder}
      >
        <OptionSearch
          options={options}
          value={value}
          placeholder={searchPlaceholder}
          emptyText={emptyText}
          onPick={(picked) => {
            onChange(picked);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

type OptionSearchProps = {
  options: ComboboxOption[];
  value: string | null;
  placeholder: string;
  emptyText: string;
  onPick: (value: string) => void;
};

function OptionSearch({ options, value, placeholder, emptyText, onPick }: OptionSearchProps) {
  const listId = React.useId();
  const [query, setQuery] = React.useState("");
  const [active, setActive] = React.useState(0);
  const words = query.toLowerCase().split(/\s+/);
  const shown = options.filter(({ label, hint }) => {
    const text = `${label} ${hint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });

  function onKeyDown(event: React.KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      const next = (active + step + shown.length) % shown.length;
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    const picked = shown[active];
    if (event.key === "Enter" && picked) {
      event.preventDefault();
      onPick(picked.value);
    }
  }

  return (
    <>
      <input
        role="combobox"
        aria-label={placeholder}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-9 w-full border-b bg-transparent px-3 pointer-coarse:text-[1rem] text-sm outline-none placeholder:text-muted-foreground"
      />
      <div id={listId} role="listbox" aria-label={placeholder} className="max-h-64 overflow-y-auto p-1">
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the search box, which keeps the focus
          <div
            key={option.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            onClick={() => onPick(option.value)}
            onPointerMove={() => setActive(index)}
            className={cn(menuItemClasses, "cursor-default", index === active && "bg-accent")}
          >
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint && <span className="truncate text-muted-foreground text-xs">{option.hint}</span>}
            {option.value === value && <Check aria-hidden className="size-3.5" />}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className="px-3 pb-3 text-muted-foreground text-sm">{emptyText}</p>}
    </>
  );
}

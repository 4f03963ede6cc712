"use client";

import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { menuItemClasses, menuSurfaceClasses } from "@/components/ui/menu-styles";
import type { FilterVariable } from "@/lib/matching/filter";
import { cn } from "@/lib/utils";
import { CodeTextarea, type CodeTextareaHandle, type TextRange } from "./code-textarea";
import { type Completion, completeFilter } from "./filter-completion";

type FilterEditorProps = {
  ref?: Ref<CodeTextareaHandle>;
  name: string;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  wrong: TextRange | undefined;
  variables: FilterVariable[];
};

type Offer = { replaces: TextRange; options: Completion[]; active: number };

/** A condition as it is written, with what may be meant offered below it: arrows choose, Enter takes, Escape closes. */
export function FilterEditor({ ref, name, value, onChange, onBlur, wrong, variables }: FilterEditorProps) {
  const listId = useId();
  const area = useRef<CodeTextareaHandle>(null);
  const isInserting = useRef(false);
  const [offer, setOffer] = useState<Offer>();
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus(), insert }));

  /** Nothing is offered for what was just put in whole. */
  function insert(text: string, replace?: TextRange) {
    isInserting.current = true;
    area.current?.insert(text, replace);
    isInserting.current = false;
  }

  function typed(field: HTMLTextAreaElement) {
    onChange(field.value);
    const { replaces, options } = completeFilter(field.value, field.selectionStart, variables);
    setOffer(!isInserting.current && options.length > 0 ? { replaces, options, active: 0 } : undefined);
  }

  function take(option: Completion | undefined) {
    if (option && offer) insert(option.insert, offer.replaces);
    setOffer(undefined);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!offer) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = offer.options.length;
    if (step) setOffer({ ...offer, active: (offer.active + step + count) % count });
    else if (event.key === "Enter") take(offer.options[offer.active]);
    else if (event.key === "Escape") setOffer(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative">
      <CodeTextarea
        ref={area}
        name={name}
        value={value}
        wrong={wrong}
        rows={2}
        placeholder={'event.data.ticket_type == "Sponsor"'}
        aria-autocomplete="list"
        aria-controls={offer ? listId : undefined}
        aria-activedescendant={offer ? `${listId}-${offer.active}` : undefined}
        onChange={(event) => typed(event.target)}
        onClick={() => setOffer(undefined)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOffer(undefined);
          onBlur();
        }}
      />
      {offer && <Offered id={listId} offer={offer} onPick={take} />}
    </div>
  );
}

type OfferedProps = { id: string; offer: Offer; onPick: (option: Completion) => void };

function Offered({ id, offer, onPick }: OfferedProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={cn(menuSurfaceClasses, "absolute inset-x-0 top-full mt-1")}
    >
      {offer.options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field, which keeps the focus
        <div
          key={option.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === offer.active}
          // The field would lose the focus, and with it the list.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(option)}
          className={cn(menuItemClasses, "cursor-default", index === offer.active && "bg-accent")}
        >
          <span className="min-w-0 flex-1 truncate font-mono text-xs">{option.label}</span>
          <span className="shrink-0 text-muted-foreground text-xs">{option.hint}</span>
        </div>
      ))}
    </div>
  );
}

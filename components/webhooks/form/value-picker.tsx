"use client";

import { Plus } from "lucide-react";
import { type FocusEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ChosenValues } from "./chosen-values";
import { type Target, withWritten } from "./form-values";
import { keepFocus } from "./keep-focus";
import { useAfterPress } from "./use-after-press";
import { useRowFocus } from "./use-row-focus";

/** Values that are chosen, and one that is still being written. */
type Picked = Pick<Target, "values" | "typed">;

type ValuePickerProps = Picked & {
  label: string;
  /** What the value `null` is called. */
  none: string;
  placeholder: string;
  suggestions: string[];
  error: string | undefined;
  onChange: (picked: Picked) => void;
};

const SUGGESTED = 8;

/** Several values: typed one after another, or picked from those seen of late. What is left in the field is added too. */
export function ValuePicker(props: ValuePickerProps) {
  const { label, none, placeholder, values, typed, suggestions, error, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const focusInput = () => input.current?.focus();
  const written = typed.trim();

  const addTyped = () => written !== "" && onChange({ values: withWritten(values, [written]), typed: "" });
  const addWhatIsLeft = useAfterPress(addTyped);
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) addWhatIsLeft();
  };
  const pick = (value: string | null) => {
    // What was typed on the way to a suggestion is no value of its own.
    const isPart = value?.toLowerCase().includes(written.toLowerCase());
    onChange({ values: withWritten(values, [value]), typed: isPart ? "" : typed });
  };
  const offered = [null, ...suggestions].filter((value) => !values.includes(value)).slice(0, SUGGESTED);
  return (
    <Field error={error} onBlur={leave}>
      <FieldLabel className="sr-only">{label}</FieldLabel>
      <ChosenValues
        values={values}
        none={none}
        onChange={(left) => onChange({ values: left, typed })}
        onEmptied={focusInput}
      />
      <div className="flex max-w-96 gap-2">
        <Input
          ref={input}
          placeholder={placeholder}
          autoComplete="off"
          value={typed}
          onChange={(event) => onChange({ values, typed: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            addTyped();
          }}
        />
        <Button
          variant="outline"
          disabled={written === ""}
          onClick={() => {
            addTyped();
            focusInput();
          }}
        >
          <Plus aria-hidden /> Add value
        </Button>
      </div>
      <FieldError />
      <Suggestions values={offered} none={none} onPick={pick} onEmptied={focusInput} />
    </Field>
  );
}

type SuggestionsProps = {
  values: (string | null)[];
  none: string;
  onPick: (value: string | null) => void;
  onEmptied: () => void;
};

function Suggestions({ values, none, onPick, onEmptied }: SuggestionsProps) {
  const { list, focusRow } = useRowFocus<HTMLUListElement>(onEmptied);
  if (values.length === 0) return null;
  const pick = (index: number, button: HTMLElement) => {
    onPick(values[index] ?? null);
    if (button === document.activeElement) focusRow(index, "pick");
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <FieldDescription>Suggestions:</FieldDescription>
      <ul ref={list} aria-label="Suggestions" className="contents">
        {values.map((value, index) => (
          <li key={value ?? ""} className="flex min-w-0">
            <button
              type="button"
              data-action="pick"
              onMouseDown={keepFocus}
              onClick={(event) => pick(index, event.currentTarget)}
              className="focus-ring inline-flex h-6 max-w-full items-center gap-1 rounded-md border border-dashed px-1.5 text-muted-foreground text-xs hover:bg-accent hover:text-foreground"
            >
              <Plus aria-hidden className="size-3 shrink-0" />
              <span className="truncate">{value ?? none}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

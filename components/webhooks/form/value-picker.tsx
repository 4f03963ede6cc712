"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type ValuePickerProps = {
  label: string;
  /** What the value `null` is called. */
  none: string;
  placeholder: string;
  values: (string | null)[];
  suggestions: string[];
  error: string | undefined;
  onChange: (values: (string | null)[]) => void;
};

const SUGGESTED = 8;

/** Several values: typed one after another, or picked from those seen of late. */
export function ValuePicker(props: ValuePickerProps) {
  const { label, none, placeholder, values, suggestions, error, onChange } = props;
  const [text, setText] = useState("");
  const add = (value: string | null) => {
    if (!values.includes(value)) onChange([...values, value]);
  };
  const addTyped = () => {
    const value = text.trim();
    if (value) add(value);
    setText("");
  };
  const offered = [null, ...suggestions].filter((value) => !values.includes(value)).slice(0, SUGGESTED);
  return (
    <Field error={error}>
      <FieldLabel className="sr-only">{label}</FieldLabel>
      <Chosen values={values} none={none} onRemove={(gone) => onChange(values.filter((v) => v !== gone))} />
      <div className="flex max-w-96 gap-2">
        <Input
          placeholder={placeholder}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={addTyped}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            addTyped();
          }}
        />
        <Button variant="outline" onClick={addTyped} disabled={text.trim() === ""}>
          <Plus aria-hidden /> Add value
        </Button>
      </div>
      <FieldError />
      {offered.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5">
          <FieldDescription>Suggestions:</FieldDescription>
          {offered.map((value) => (
            <button
              key={value ?? ""}
              type="button"
              onClick={() => add(value)}
              className="focus-ring inline-flex h-6 max-w-full items-center gap-1 rounded-md border border-dashed px-1.5 text-muted-foreground text-xs hover:bg-accent hover:text-foreground"
            >
              <Plus aria-hidden className="size-3 shrink-0" />
              <span className="truncate">{value ?? none}</span>
            </button>
          ))}
        </div>
      )}
    </Field>
  );
}

type ChosenProps = { values: (string | null)[]; none: string; onRemove: (value: string | null) => void };

function Chosen({ values, none, onRemove }: ChosenProps) {
  if (values.length === 0) return null;
  return (
    <ul aria-label="Chosen values" className="flex flex-wrap gap-1.5">
      {values.map((value) => (
        <li
          key={value ?? ""}
          className="inline-flex min-w-0 items-center gap-0.5 rounded-md border bg-code py-0.5 pr-0.5 pl-2 text-xs"
        >
          <span className={value === null ? "truncate italic" : "truncate"}>{value ?? none}</span>
          <button
            type="button"
            onClick={() => onRemove(value)}
            className="focus-ring grid size-6 shrink-0 place-content-center rounded-sm text-muted-foreground hover:bg-accent hover:text-foreground"
          >
            <X aria-hidden className="size-3" />
            <span className="sr-only">Remove {value ?? none}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

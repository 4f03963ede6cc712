"use client";

import { Plus } from "lucide-react";
import type { FocusEvent, RefCallback } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { coveredTypes, nearestNames } from "@/lib/matching/patterns";
import { type FormValues, withWritten } from "./form-values";
import { keepFocus } from "./keep-focus";
import { useAfterPress } from "./use-after-press";
import { patternsIn, refusedPattern } from "./written-patterns";

type PatternBoxProps = {
  /** For the input, which stands for the whole list. */
  ref: RefCallback<HTMLInputElement>;
  known: string[];
  value: string[];
  onChange: (patterns: string[]) => void;
};

/** Adds patterns to the list as they are written, several at once with spaces or commas between; what is left in the box is added too. */
export function PatternBox({ ref, known, value, onChange }: PatternBoxProps) {
  const { control, setValue, clearErrors, trigger, setFocus } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "pattern" });
  const text = field.value;
  const refused = refusedPattern(text, known);

  function write(next: string) {
    setValue("pattern", next, { shouldDirty: true });
    clearErrors("pattern");
  }

  function add(written: string) {
    write(written);
    if (refusedPattern(written, known)) return void trigger("pattern");
    if (patternsIn(written).length === 0) return;
    onChange(withWritten(value, patternsIn(written)));
    write("");
  }

  const addWhatIsLeft = useAfterPress(() => !refused && add(text));
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) addWhatIsLeft();
  };
  const addAndGoOn = (written: string) => {
    add(written);
    setFocus("pattern");
  };

  return (
    <Field error={fieldState.error?.message} onBlur={leave}>
      <FieldLabel>Pattern</FieldLabel>
      <div className="flex gap-2">
        <Input
          ref={(input) => {
            field.ref(input);
            ref(input);
          }}
          name={field.name}
          className="font-mono"
          placeholder="attendee.*"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add(text);
          }}
        />
        <Button variant="outline" onClick={() => addAndGoOn(text)} disabled={text.trim() === ""}>
          <Plus aria-hidden />
          Add
        </Button>
      </div>
      <FieldError role="alert" />
      {fieldState.error && refused && (
        <Nearest
          names={nearestNames(refused.pattern, known)}
          onPick={(name) => addAndGoOn(text.replace(refused.pattern, name))}
        />
      )}
      <FieldDescription>
        <Meaning text={text.trim()} known={known} />
      </FieldDescription>
    </Field>
  );
}

/** The names that may have been meant, one press away. */
function Nearest({ names, onPick }: { names: string[]; onPick: (name: string) => void }) {
  if (names.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1.5">
      {names.map((name) => (
        <Button
          key={name}
          variant="outline"
          size="sm"
          className="font-mono"
          onMouseDown={keepFocus}
          onClick={() => onPick(name)}
        >
          <Plus aria-hidden />
          {name}
        </Button>
      ))}
    </div>
  );
}

/** What is being written would match, or how it is written. */
function Meaning({ text, known }: { text: string; known: string[] }) {
  const count = text ? coveredTypes([text], known).length : 0;
  if (count > 0) {
    const future = text.endsWith("*") ? ", and future ones" : "";
    return `Matches ${count} event ${count === 1 ? "type" : "types"}${future}.`;
  }
  return (
    <>
      An event type, or <code className="font-mono">*</code> in place of its last parts:{" "}
      <code className="font-mono">attendee.*</code>, or <code className="font-mono">*</code> for every event.
    </>
  );
}

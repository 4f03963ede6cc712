"use client";

import { Plus } from "lucide-react";
import { type Ref, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { coveredTypes, nearestNames, patternProblem } from "@/lib/webhooks/patterns";

type PatternBoxProps = {
  ref: Ref<HTMLInputElement>;
  known: string[];
  value: string[];
  onChange: (patterns: string[]) => void;
};

/** Adds patterns to the list as they are written: several at once with spaces or commas between. */
export function PatternBox({ ref, known, value, onChange }: PatternBoxProps) {
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<{ pattern: string; message: string }>();

  function change(next: string) {
    setText(next);
    setRefused(undefined);
  }

  function add(written = text) {
    const patterns = written.split(/[\s,]+/).filter(Boolean);
    for (const pattern of patterns) {
      const message = patternProblem(pattern, known);
      if (message) return setRefused({ pattern, message });
    }
    if (patterns.length === 0) return;
    onChange([...new Set([...value, ...patterns])]);
    change("");
  }

  return (
    <Field error={refused?.message}>
      <FieldLabel>Pattern</FieldLabel>
      <div className="flex gap-2">
        <Input
          ref={ref}
          className="font-mono"
          placeholder="contact.*"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <Button variant="outline" onClick={() => add()} disabled={text.trim() === ""}>
          <Plus aria-hidden />
          Add
        </Button>
      </div>
      <FieldError role="alert" />
      {refused && (
        <Nearest
          names={nearestNames(refused.pattern, known)}
          onPick={(name) => add(text.replace(refused.pattern, name))}
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
        <Button key={name} variant="outline" size="sm" className="font-mono" onClick={() => onPick(name)}>
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

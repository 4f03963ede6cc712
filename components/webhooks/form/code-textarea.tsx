"use client";

import { type ComponentProps, type Ref, useImperativeHandle, useRef } from "react";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/utils";

/** A part of the text: characters from its start, and how many. */
export type TextRange = { offset: number; length: number };

export type CodeTextareaHandle = {
  focus(): void;
  /** Puts text where the caret is, in place of what is selected or of `replace`, as if it were typed: it can be undone. */
  insert(text: string, replace?: TextRange): void;
};

type CodeTextareaProps = Omit<ComponentProps<typeof Textarea>, "value" | "ref"> & {
  ref?: Ref<CodeTextareaHandle>;
  value: string;
  /** Underlined as wrong. */
  wrong?: TextRange | undefined;
};

const textClasses =
  "whitespace-pre-wrap break-words px-3 py-2 font-mono text-xs pointer-coarse:text-[1rem] leading-5 [overflow-wrap:anywhere] [tab-size:2]";

/** For what machines read: grows with its text, keeps it as it is typed, and underlines where it is wrong. */
export function CodeTextarea({ ref, value, wrong, className, ...props }: CodeTextareaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    insert: (text, replace) => area.current && typeInto(area.current, text, replace),
  }));
  return (
    <div className="relative isolate grid">
      <Textarea
        ref={area}
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className={cn(textClasses, "col-start-1 row-start-1 resize-none overflow-hidden bg-code", className)}
        {...props}
      />
      {wrong && <Underline text={value} range={wrong} />}
    </div>
  );
}

/** The same text over the field, of which nothing shows but the line below the wrong part. */
function Underline({ text, range: { offset, length } }: { text: string; range: TextRange }) {
  const end = Math.max(offset + length, offset + 1);
  const part = text.slice(offset, end);
  return (
    <div
      aria-hidden
      className={cn(
        textClasses,
        "pointer-events-none col-start-1 row-start-1 border border-transparent text-transparent",
      )}
    >
      {text.slice(0, offset)}
      <span className="underline decoration-2 decoration-danger decoration-wavy underline-offset-4">
        {part.trim() === "" ? `${part}\u00a0` : part}
      </span>
      {text.slice(end)}
    </div>
  );
}

function typeInto(area: HTMLTextAreaElement, text: string, replace?: TextRange): void {
  area.focus();
  if (replace) area.setSelectionRange(replace.offset, replace.offset + replace.length);
  // Deprecated, and still the one way to change a field's text that its undo knows of.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

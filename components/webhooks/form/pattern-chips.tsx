import { X } from "lucide-react";
import { patternProblem } from "@/lib/matching/patterns";
import { cn } from "@/lib/utils";
import { useRowFocus } from "./use-row-focus";

type PatternChipsProps = {
  patterns: string[];
  known: string[];
  onChange: (patterns: string[]) => void;
  /** Moves the focus on when the last one is taken out. */
  onEmptied: () => void;
};

/** The list itself, to take patterns out of. */
export function PatternChips({ patterns, known, onChange, onEmptied }: PatternChipsProps) {
  const { list, focusRow } = useRowFocus<HTMLUListElement>(onEmptied);
  if (patterns.length === 0) return null;
  const remove = (index: number) => {
    onChange(patterns.toSpliced(index, 1));
    focusRow(index, "remove");
  };
  return (
    <ul ref={list} aria-label="Chosen subscriptions" className="flex flex-wrap gap-1.5">
      {patterns.map((pattern, index) => {
        const problem = patternProblem(pattern, known);
        return (
          <li
            key={pattern}
            title={problem ?? undefined}
            className={cn(
              "inline-flex min-w-0 items-center gap-0.5 rounded-md border bg-code py-0.5 pr-0.5 pl-2 font-mono text-xs",
              problem && "border-danger/40 bg-danger-soft text-danger-foreground",
            )}
          >
            <span className="truncate">{pattern}</span>
            <button
              type="button"
              data-action="remove"
              onClick={() => remove(index)}
              className="focus-ring grid size-6 shrink-0 place-content-center rounded-sm text-muted-foreground hover:bg-accent hover:text-foreground"
            >
              <X aria-hidden className="size-3" />
              <span className="sr-only">Remove {pattern}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

import { X } from "lucide-react";
import { useRowFocus } from "./use-row-focus";

type ChosenValuesProps = {
  values: (string | null)[];
  /** What the value `null` is called. */
  none: string;
  onChange: (values: (string | null)[]) => void;
  /** Moves the focus on when the last one is taken out. */
  onEmptied: () => void;
};

/** Values as chips, to take them out again. */
export function ChosenValues({ values, none, onChange, onEmptied }: ChosenValuesProps) {
  const { list, focusRow } = useRowFocus<HTMLUListElement>(onEmptied);
  if (values.length === 0) return null;
  const remove = (index: number) => {
    onChange(values.toSpliced(index, 1));
    focusRow(index, "remove");
  };
  return (
    <ul ref={list} aria-label="Chosen values" className="flex flex-wrap gap-1.5">
      {values.map((value, index) => (
        <li
          key={value ?? ""}
          className="inline-flex min-w-0 items-center gap-0.5 rounded-md border bg-code py-0.5 pr-0.5 pl-2 text-xs"
        >
          <span className={value === null ? "truncate italic" : "truncate"}>{value ?? none}</span>
          <button
            type="button"
            data-action="remove"
            onClick={() => remove(index)}
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

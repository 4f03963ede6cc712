import type { FilterVariable } from "@/lib/matching/filter";
import { filterExamples } from "./filter-examples";
import { ReferenceBox, VariableList } from "./reference-box";

type FilterReferenceProps = {
  variables: FilterVariable[];
  isEmpty: boolean;
  /** Puts a name or an example into the condition. */
  onInsert: (text: string) => void;
};

const WORDS: [string, string][] = [
  ["== != < <= > >= in", "compare"],
  ["&& || !", "and, or, not"],
  ["has(event.data.x)", "whether it is there"],
  [".startsWith() .endsWith() .contains() .matches()", "texts"],
  [".exists(x, …) .all(x, …) .size()", "lists and objects"],
];

/** What a condition can use: examples that fit what is subscribed to, names to press, and how CEL is written. */
export function FilterReference({ variables, isEmpty, onInsert }: FilterReferenceProps) {
  return (
    <ReferenceBox>
      <Examples
        variables={variables}
        onInsert={(expression) => onInsert(isEmpty ? expression : ` && ${expression}`)}
      />
      <VariableList title="The event" variables={variables} onInsert={onInsert} />
      <div>
        <h3 className="mb-1.5 font-medium text-xs">CEL</h3>
        <dl className="grid gap-1 text-xs">
          {WORDS.map(([written, meaning]) => (
            <div key={written} className="flex flex-wrap gap-x-3">
              <dt className="font-mono">{written}</dt>
              <dd className="text-muted-foreground">{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </ReferenceBox>
  );
}

type ExamplesProps = { variables: FilterVariable[]; onInsert: (expression: string) => void };

function Examples({ variables, onInsert }: ExamplesProps) {
  const examples = filterExamples(variables);
  if (examples.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-xs">Examples</h3>
      <ul className="-mx-1.5">
        {examples.map(({ expression, meaning }) => (
          <li key={expression}>
            <button
              type="button"
              onClick={() => onInsert(expression)}
              className="focus-ring grid w-full rounded-md px-1.5 py-1 text-left hover:bg-accent focus-visible:-outline-offset-2"
            >
              <span className="break-words font-mono text-xs">
                <span className="sr-only">Insert </span>
                {expression}
              </span>
              <span className="text-muted-foreground text-xs">{meaning}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { coveredTypes } from "@/lib/matching/patterns";

const SHOWN = 12;

/** What the list means today: how many event types, and which. */
export function CoveredTypes({ patterns, known }: { patterns: string[]; known: string[] }) {
  const types = coveredTypes(patterns, known);
  const future = patterns.some((pattern) => pattern.endsWith("*"));
  const count = types.length === 1 ? "this type" : `these ${types.length} types`;
  return (
    <div className="text-muted-foreground text-xs">
      <p role="status" className="figures">
        {patterns.length === 0
          ? "Nothing is chosen yet."
          : `Matches ${count} today${future ? ", and future ones as they come" : ""}:`}
      </p>
      {types.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-3">
          {types.slice(0, SHOWN).map((type) => (
            <li key={type} className="break-all font-mono text-2xs text-foreground">
              {type}
            </li>
          ))}
          {types.length > SHOWN && <li className="figures text-2xs">and {types.length - SHOWN} more</li>}
        </ul>
      )}
    </div>
  );
}

import { Badge } from "@/components/ui/badge";
import { Hint } from "@/components/ui/tooltip";

/** A webhook's patterns: the first few, the others on hover and focus. */
export function SubscriptionChips({ patterns, show = 2 }: { patterns: string[]; show?: number }) {
  const others = patterns.slice(show);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {patterns.slice(0, show).map((pattern) => (
        <Badge key={pattern} look="machine" className="max-w-56">
          <span className="truncate">{pattern === "*" ? "* (all events)" : pattern}</span>
        </Badge>
      ))}
      {others.length > 0 && (
        <Hint text={<span className="whitespace-pre font-mono">{others.slice(0, 20).join("\n")}</span>}>
          <button type="button" className="focus-ring relative z-10 rounded-[5px]">
            <Badge look="outline">
              +{others.length}
              <span className="sr-only"> more: {others.join(", ")}</span>
            </Badge>
          </button>
        </Hint>
      )}
    </span>
  );
}

import type { FilterVariable } from "@/lib/matching/filter";

/** A body to begin with. */
export const STARTER = `{
  "id": {{ event.id | json }},
  "type": {{ event.type | json }},
  "at": {{ event.time | json }},
  "record": {{ event.data | json }}
}`;

type Place = { line: number; column: number };

/** Characters from the start of a text to a place in it; line and column begin at 1. Pure. */
export function offsetOf(text: string, { line, column }: Place): number {
  const before = text.split("\n").slice(0, line - 1);
  return Math.min(text.length, before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1);
}

/** What a template sees that a filter does not. */
const MORE: FilterVariable[] = [
  { path: "event.created", type: "number", description: "When it happened, in Unix seconds." },
  { path: "event.url", type: "text", description: "The event's page in this console." },
  { path: "webhook.id", type: "text" },
  { path: "webhook.name", type: "text" },
];

/** What a template sees: the event as filters do, links and the webhook itself. Pure. */
export function templateVariables(variables: FilterVariable[]): FilterVariable[] {
  const own = variables.filter(({ path }) => path !== "event.object");
  const rank = ({ path }: FilterVariable) => Number(/^event\.(data|changes)/.test(path));
  return [...own, ...MORE].sort((a, b) => rank(a) - rank(b));
}

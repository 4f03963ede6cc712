import { writeJson } from "@/lib/json/write";
import { visibleText } from "@/lib/visible-text";
import { compileFilter, evaluateFilter, type FilterEvent } from "../filter";
import { type FilterNode, isNode, language, partsOf } from "./language";

/** What decided a filter: the part of it that did, and what it found in the event. */
export type FilterReason = {
  /** A part of the filter, as it is written. */
  expression: string;
  /** Paths that it reads, each with its value as JSON (shortened), or null where the event has none. */
  values: { path: string; value: string | null }[];
};

const MAX_VALUES = 5;
const MAX_VALUE_CHARACTERS = 120;

/**
 * The smallest part of a filter that decided an event's outcome. For showing: it evaluates parts anew. Pure.
 * @param shown the event with its data and changes as they are to be printed (lib/json)
 */
export function explainFilter(
  expression: string,
  event: FilterEvent,
  characters: number,
  shown: FilterEvent = event,
): FilterReason {
  const holds = (text: string) => evaluateFilter(compileFilter(text), event, characters);
  let part: FilterNode | null = rootOf(expression);
  if (!part) return { expression, values: [] };
  const outcome = holds(expression).matches;
  for (
    let next: FilterNode | null = part;
    next;
    next = narrower(next, outcome, (text) => holds(text).matches)
  ) {
    part = next;
  }
  return { expression: textOf(part), values: valuesOf(part, shown) };
}

function rootOf(expression: string): FilterNode | null {
  try {
    const { ast } = language.clone().registerVariable("event", "dyn").parse(expression);
    return isNode(ast) ? ast : null;
  } catch {
    return null;
  }
}

const textOf = ({ input, start, end }: FilterNode) => input.slice(start, end).trim();

/** One false side makes `&&` false, one true side `||` true: that side decided. Otherwise both did. */
function narrower(
  { op, args }: FilterNode,
  outcome: boolean,
  holds: (text: string) => boolean,
): FilterNode | null {
  if (op !== (outcome ? "||" : "&&")) return null;
  return (args as FilterNode[]).find((side) => holds(textOf(side)) === outcome) ?? null;
}

type Path = (string | number)[];

function valuesOf(part: FilterNode, event: FilterEvent): FilterReason["values"] {
  const found = new Map<string, string | null>();
  const inner = new Set<FilterNode>();
  for (const node of partsOf(part)) {
    const path = inner.has(node) ? null : pathOf(node, inner);
    if (path && path.length > 0) found.set(textOf(node), inShort(path.reduce(member, event)));
  }
  return Array.from(found, ([path, value]) => ({ path, value })).slice(0, MAX_VALUES);
}

/** The keys of `event.a["b"][0]`; null for anything else. What it is made of goes to `inner`. */
function pathOf(node: FilterNode, inner: Set<FilterNode>): Path | null {
  if (node.op === "id") return node.args === "event" ? [] : null;
  if (node.op !== "." && node.op !== "[]") return null;
  const [parent, key] = node.args as [FilterNode, string | FilterNode];
  const step = typeof key === "string" ? key : key.op === "value" ? literal(key.args) : null;
  const above = step === null ? null : pathOf(parent, inner);
  if (!above || step === null) return null;
  inner.add(parent);
  return [...above, step];
}

function literal(value: unknown): string | number | null {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" ? value : null;
}

function member(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
}

function inShort(value: unknown): string | null {
  if (value === undefined) return null;
  const text = writeJson(value);
  return text.length > MAX_VALUE_CHARACTERS
    ? `${visibleText(text.slice(0, MAX_VALUE_CHARACTERS - 1))}…`
    : text;
}

import type { FilterNode } from "./language";

/**
 * What one evaluation may cost. One unit is about 50 ns of work, so that even a filter made to harm (loops within loops over a
 * body of 256 KB) is over in some 10 ms. Counted rather than timed: the same filter and event always come to the same answer.
 */
const BUDGET = 200_000;

let left = BUDGET;
/** Characters of the event being looked at. */
let eventCharacters = 0;

/** Evaluation is synchronous, so that one counter does for the process. */
export function startMeter(characters: number): void {
  left = BUDGET;
  eventCharacters = characters;
}

/** Whether the evaluation just made went over its budget; its value then means nothing. */
export const isExhausted = (): boolean => left <= 0;

/** @returns false once the budget is used up. */
export function spend(units: number): boolean {
  left -= units;
  return left > 0;
}

const COMPARES = new Set(["==", "!=", "in"]);
const SEARCHES = new Set(["contains", "indexOf", "lastIndexOf"]);

/** What is done with the value of a part, as far as it costs more than a look. */
type Use = "whole" | "sought";

/** Counts the work of every part of a checked expression. Once the budget is gone every part answers at once, without an error: loops go on over errors. */
export function meter(nodes: readonly FilterNode[]): void {
  const uses = new Map<FilterNode, Use>(nodes.flatMap(usesOf));
  for (const node of nodes) {
    const evaluate = node.meta.evaluate;
    const use = uses.get(node);
    node.setMeta("evaluate", (...args: unknown[]) => {
      if (left <= 0) return false;
      try {
        const value = evaluate(...args);
        left -= cost(value, use);
        // What it was for is not begun.
        return left <= 0 ? false : value;
      } catch (error) {
        if (error !== counted) left -= ERROR_COST;
        counted = error;
        throw error;
      }
    });
  }
}

function usesOf({ op, args }: FilterNode): [FilterNode, Use][] {
  if (COMPARES.has(op)) return (args as FilterNode[]).map((side) => [side, "whole"]);
  if (op !== "call" && op !== "rcall") return [];
  const [name, first, second] = args as [string, FilterNode | FilterNode[], FilterNode[] | undefined];
  const given = op === "call" ? [first].flat() : [first, ...(second ?? [])].flat();
  if (name === "size") return given.map((part) => [part, "whole"]);
  return SEARCHES.has(name) ? given.slice(1).map((part) => [part, "sought"]) : [];
}

/** Errors are made with a text each; one that passes through several parts is counted once. */
const ERROR_COST = 50;
let counted: unknown;

function cost(value: unknown, use: Use | undefined): number {
  if (typeof value === "string") {
    // To look for a text takes up to its length times that of what it is looked for in, which is no longer than the event.
    return (
      1 + (value.length >> 4) + (use === "sought" ? Math.ceil((value.length * eventCharacters) / 512) : 0)
    );
  }
  if (typeof value !== "object" || value === null) return 1;
  if (use === "whole") return 1 + weight(value);
  return 1 + (Array.isArray(value) ? value.length >> 4 : 0);
}

/** What comparing a list or a map costs, as far as there is budget for it. */
function weight(value: object): number {
  let units = 0;
  const waiting: object[] = [value];
  for (let next = waiting.pop(); next && units < left; next = waiting.pop()) {
    const parts = Object.values(next);
    units += Array.isArray(next) ? parts.length : 12 * parts.length;
    for (const part of parts) if (typeof part === "object" && part !== null) waiting.push(part);
  }
  return units;
}

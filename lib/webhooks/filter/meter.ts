import type { FilterNode } from "./language";

/**
 * What one evaluation may cost. One unit is about 50 ns of work, so that even a filter made to harm (loops within loops over a
 * body of 256 KB) is over in some 10 ms. Counted rather than timed: the same filter and event always come to the same answer.
 */
const BUDGET = 200_000;

let left = BUDGET;
/** Characters of the event being looked at: what comparing two of its lists or objects may cost at most. */
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

/**
 * Counts the work of every part of a checked expression. Without a loop an expression is bounded by its own length, so only those with one
 * need it. Once the budget is gone every part answers at once, without an error: loops go on over errors.
 */
export function meter(nodes: readonly FilterNode[]): void {
  const compared = new Set(
    nodes.filter(({ op }) => COMPARES.has(op)).flatMap(({ args }) => args as FilterNode[]),
  );
  for (const node of nodes) {
    const evaluate = node.meta.evaluate;
    const isCompared = compared.has(node);
    node.setMeta("evaluate", (...args: unknown[]) => {
      if (left <= 0) return false;
      try {
        const value = evaluate(...args);
        left -= cost(value, isCompared);
        return value;
      } catch (error) {
        if (error !== counted) left -= ERROR_COST;
        counted = error;
        throw error;
      }
    });
  }
}

/** Errors are made with a text each; one that passes through several parts is counted once. */
const ERROR_COST = 50;
let counted: unknown;

function cost(value: unknown, isCompared: boolean): number {
  if (typeof value === "string") return 1 + (value.length >> 8);
  if (typeof value !== "object" || value === null) return 1;
  const length = Array.isArray(value) ? value.length >> 4 : 0;
  return 1 + length + (isCompared ? eventCharacters >> 6 : 0);
}

import { setFlagsFromString } from "node:v8";
import { Environment, EvaluationError, ParseError } from "@marcbachmann/cel-js";
import { MAX_FILTER_DEPTH, MAX_FILTER_NODES } from "./limits";
import { isExhausted, meter, spend, startMeter } from "./meter";

/** A part of an expression as the library makes it. Its own types leave out what a macro becomes, and `meta`. */
export type FilterNode = {
  op: string;
  args: unknown;
  /** Where it stands in the text. */
  start: number;
  end: number;
  input: string;
  /** `alternate`: what a macro was made into, which is evaluated in its place. */
  meta: { evaluate: (...args: unknown[]) => unknown; alternate?: FilterNode };
  setMeta(key: string, value: unknown): void;
};

/** What a filter may call. The rest of the library is for making values, which could grow without end, or for bytes. */
export const FILTER_FUNCTIONS: ReadonlySet<string> = new Set([
  ...["has", "size", "int", "double", "string", "bool", "timestamp", "duration", "type", "dyn"],
  ...["startsWith", "endsWith", "contains", "matches", "lowerAscii", "upperAscii", "trim"],
  ...["indexOf", "lastIndexOf", "substring", "all", "exists", "exists_one", "filter", "map"],
  ...["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"],
  ...["getHours", "getMinutes", "getSeconds", "getMilliseconds"],
]);

/**
 * The language without variables: CEL (https://github.com/google/cel-spec) with numbers of both kinds mixed, because JSON knows but one.
 */
export const language = new Environment({
  homogeneousAggregateLiterals: false,
  limits: {
    maxAstNodes: MAX_FILTER_NODES,
    maxDepth: MAX_FILTER_DEPTH,
    maxListElements: 200,
    maxMapEntries: 50,
    maxCallArguments: 4,
  },
});

const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};
for (const [operator, of] of Object.entries(ARITHMETIC)) {
  const mixed = (a: number | bigint, b: number | bigint) => of(Number(a), Number(b));
  language.registerOperator(`double ${operator} int: double`, mixed);
  language.registerOperator(`int ${operator} double: double`, mixed);
}
language.registerOperator("double % double: double", (a: number, b: number) => a % b);
// JavaScript compares the two exactly, which making one into the other would not.
language.registerOperator("double == int", (a: number, b: bigint) => a <= b && a >= b);

/** The library's own `matches` backtracks, so that one pattern could hold up all deliveries; calls are led here instead. */
export const MATCHES = "matchesInLinearTime";
language.registerFunction(`string.${MATCHES}(string): bool`, matchesInLinearTime);

// Only lets patterns ask for V8's linear-time engine (the flag `l`); all others stay as they are.
setFlagsFromString("--enable-experimental-regexp-engine");
const patterns = new Map<string, RegExp>();
const MAX_PATTERNS = 1_000;

function matchesInLinearTime(text: string, pattern: string): boolean {
  if (!spend((text.length * pattern.length) >> 2)) return false;
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = compilePattern(pattern);
    if (patterns.size >= MAX_PATTERNS) patterns.delete(patterns.keys().next().value as string);
    patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** @throws EvaluationError for what can't be matched in linear time: look-around, back-references, long counted repetition */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "l");
  } catch {
    throw new EvaluationError({ code: "invalid_regular_expression", message: pattern });
  }
}

/** Every part of an expression, outermost first; of a macro what is written and what it was made into. */
export function partsOf(ast: unknown): FilterNode[] {
  const found: FilterNode[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      found.push(value);
      visit(value.args);
      visit(value.meta.alternate);
    } else if (Object.getPrototypeOf(value) === Object.prototype) Object.values(value).forEach(visit);
  };
  visit(ast);
  return found;
}

export const isNode = (value: unknown): value is FilterNode =>
  typeof value === "object" && value !== null && "op" in value && "setMeta" in value;

/** An expression, parsed in an environment. */
export type Parsed = ReturnType<Environment["parse"]> & { parts: FilterNode[] };

/**
 * Parses an expression and refuses what a filter may not call.
 * @throws ParseError with a code, a summary and a range
 */
export function parseFilter(environment: Environment, expression: string): Parsed {
  const parsed = environment.parse(expression);
  const parts = partsOf(parsed.ast);
  for (const part of parts) {
    if (part.op !== "call" && part.op !== "rcall") continue;
    const args = part.args as [string, ...unknown[]];
    if (!FILTER_FUNCTIONS.has(args[0])) {
      throw new ParseError({ code: "unknown_function", message: args[0], range: rangeOfName(part, args[0]) });
    }
    if (part.op === "rcall" && args[0] === "matches") args[0] = MATCHES;
  }
  return Object.assign(parsed, { parts });
}

function rangeOfName({ op, args, input, start, end }: FilterNode, name: string) {
  const receiver = op === "rcall" ? ((args as unknown[])[1] as FilterNode) : undefined;
  const at = input.indexOf(name, receiver?.end ?? start);
  return at === -1 ? { start, end } : { start: at, end: at + name.length };
}

/** How the library's names of our own functions are shown. */
export const asWritten = (text: string): string => text.replaceAll(MATCHES, "matches");

/** The environment filters are evaluated in: of an event's data nothing is known beforehand. */
const evaluation = language.clone().registerVariable("event", "dyn");

/** An expression ready to be evaluated; `variables` holds `event`, `characters` is how long the event's JSON is. */
export type Program = (variables: Record<string, unknown>, characters: number) => unknown;

/** Thrown by a program that would take too much work. */
export class TooMuchWork extends Error {}

/**
 * @throws ParseError, and TypeError for what can never work
 */
export function compile(expression: string): Program {
  const parsed = parseFilter(evaluation, expression);
  const checked = parsed.check();
  if (checked.error) throw checked.error;
  meter(parsed.parts);
  return (variables, characters) => {
    startMeter(characters);
    const { stackTraceLimit } = Error;
    // A missing key is an error and usual: its stack would cost more than the evaluation.
    Error.stackTraceLimit = 0;
    try {
      const value: unknown = parsed(variables);
      if (!isExhausted()) return value;
    } catch (error) {
      if (!isExhausted()) throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    throw new TooMuchWork();
  };
}

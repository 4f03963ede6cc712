import type { EventTypeInfo } from "@/lib/catalog";
import {
  compile,
  compilePattern,
  type FilterNode,
  isNode,
  language,
  MATCHES,
  type Program,
  parseFilter,
} from "./filter/language";
import { MAX_FILTER_CHARACTERS } from "./filter/limits";
import type { Shape } from "./filter/shapes";
import {
  type EventShape,
  eventShape,
  type FilterVariable,
  listVariables,
  typedEnvironment,
} from "./filter/typed";
import {
  type FilterPosition,
  type FilterProblem,
  missingKeyOf,
  positionOf,
  problemOf,
  typeInWords,
} from "./filter/words";
import { nearestNames } from "./patterns";

export type { FilterVariable };

/** What `event` is in a filter: CEL over one event. */
export type FilterEvent = {
  id: string;
  type: string;
  /** The first part of the type. */
  object: string;
  data: unknown;
  /** Empty where nothing is known to have changed. */
  changes: unknown;
  /** When it happened. */
  time: Date;
};

/** A filter ready for use; one that can't be compiled lets no event through, and says why. */
export type CompiledFilter =
  | { expression: string; program: Program }
  | { expression: string; problem: FilterProblem };

const MAX_COMPILED = 5_000;
const compiledFilters = new Map<string, CompiledFilter>();

/** Compiles a filter, once for each expression (the 5 000 used last are kept). Never throws. */
export function compileFilter(expression: string): CompiledFilter {
  const known = compiledFilters.get(expression);
  const filter = known ?? compileAnew(expression);
  compiledFilters.delete(expression);
  if (compiledFilters.size >= MAX_COMPILED) {
    compiledFilters.delete(compiledFilters.keys().next().value as string);
  }
  compiledFilters.set(expression, filter);
  return filter;
}

function compileAnew(expression: string): CompiledFilter {
  if (expression.length > MAX_FILTER_CHARACTERS) return { expression, problem: TOO_LONG };
  try {
    return { expression, program: compile(expression) };
  } catch (error) {
    return { expression, problem: problemOf(error, expression) };
  }
}

const TOO_LONG: FilterProblem = {
  message: `A filter has at most ${MAX_FILTER_CHARACTERS} characters.`,
};

/** Whether an event passes a filter, and if not, why, in words for the event's page. */
export type FilterResult = { matches: true } | { matches: false; why: string };

const NOT_TRUE: FilterResult = { matches: false, why: "The filter is false." };

/**
 * Decides whether an event passes. What can't be decided (a key is missing, a list too long to go through) does not pass. Pure.
 * @param characters how long the event's data is as JSON, which bounds the work that comparing parts of it may take.
 */
export function evaluateFilter(filter: CompiledFilter, event: FilterEvent, characters: number): FilterResult {
  if (!("program" in filter)) return undecided(filter.problem);
  try {
    const value = filter.program({ event }, characters);
    if (value === true) return { matches: true };
    return value === false
      ? NOT_TRUE
      : { matches: false, why: `The filter gives ${kindOf(value)}, not true or false.` };
  } catch (error) {
    return undecided(problemOf(error, filter.expression));
  }
}

const undecided = ({ message }: FilterProblem): FilterResult => ({
  matches: false,
  why: `The filter could not be decided. ${message}`,
});

const KINDS: Record<string, string> = { string: "string", number: "double", bigint: "int" };
const kindOf = (value: unknown) =>
  typeInWords(value === null ? "null" : (KINDS[typeof value] ?? (Array.isArray(value) ? "list" : "map")));

type Types = readonly Pick<EventTypeInfo, "name" | "schema">[];

export type FilterCheck = { ok: true } | { ok: false; message: string; position?: FilterPosition };

/**
 * Checks a filter before it is saved: that it is CEL, calls what filters may call, names what the event types have, compares like with
 * like, and comes to true or false. What several types have in different ways, and types without a schema, are not held against it. Pure.
 * @param types those that the webhook's subscriptions match today
 */
export function checkFilter(expression: string, types: Types): FilterCheck {
  const problem = firstProblem(expression, types);
  return problem ? { ok: false, ...problem } : { ok: true };
}

function firstProblem(expression: string, types: Types): FilterProblem | null {
  if (expression.trim() === "") return { message: "Write a condition, or leave the filter out." };
  if (expression.length > MAX_FILTER_CHARACTERS) return TOO_LONG;
  const shape = eventShape(types);
  try {
    const environment = typedEnvironment(shape);
    const parsed = parseFilter(environment, expression);
    const { type, error } = parsed.check();
    if (error) return withSuggestion(error, problemOf(error, expression), shape);
    if (type !== "bool" && type !== "dyn" && type !== "dyn<bool>") {
      return { message: `A filter has to come to true or false; this is ${typeInWords(type ?? "")}.` };
    }
    for (const part of parsed.parts) {
      const inner =
        problemOfHas(part, (text) => environment.check(text).error, shape) ?? problemOfLiteral(part);
      if (inner) return inner;
    }
  } catch (error) {
    return problemOf(error, expression);
  }
  const compiled = compileFilter(expression);
  return "problem" in compiled ? compiled.problem : null;
}

/** `has(event.data.x)` is for keys that may be missing, so the library takes any; one that no type has is a slip. */
function problemOfHas(
  { op, args, input }: FilterNode,
  errorOf: (text: string) => unknown,
  shape: EventShape,
): FilterProblem | null {
  if (op !== "call") return null;
  const [name, [key]] = args as [string, FilterNode[]];
  if (name !== "has" || !isNode(key)) return null;
  const error = errorOf(input.slice(key.start, key.end));
  const missing = missingKeyOf(error);
  if (!missing) return null;
  const end = input.slice(0, key.end).trimEnd().length;
  const range = { start: Math.max(key.start, input.lastIndexOf(missing.key, end)), end };
  const problem = { ...problemOf(error, input), position: positionOf(input, range) };
  return withSuggestion(error, problem, shape);
}

/** What would fail with every event: a pattern, a time or a number that is written wrongly. */
function problemOfLiteral(part: FilterNode): FilterProblem | null {
  const [literal, attempt] = literalOf(part) ?? [];
  if (!literal || !attempt) return null;
  try {
    attempt();
    return null;
  } catch (error) {
    return { ...problemOf(error, part.input), position: positionOf(part.input, literal) };
  }
}

const CONVERSIONS = new Set(["timestamp", "duration", "int", "double", "bool"]);

function literalOf({ op, args, input, start, end }: FilterNode): [FilterNode, () => unknown] | null {
  if (op !== "call" && op !== "rcall") return null;
  const [name, first, rest] = args as [string, FilterNode & FilterNode[], FilterNode[]?];
  const literal = op === "call" ? first[0] : rest?.[0];
  if (literal?.op !== "value") return null;
  if (op === "call" && CONVERSIONS.has(name)) {
    return [literal, () => language.evaluate(input.slice(start, end))];
  }
  const pattern = literal.args;
  const isMatch = op === "rcall" && name === MATCHES && typeof pattern === "string";
  return isMatch ? [literal, () => compilePattern(pattern)] : null;
}

function withSuggestion(error: unknown, problem: FilterProblem, shape: EventShape): FilterProblem {
  const missing = missingKeyOf(error);
  const parent = missing?.parent ? shapeAt(missing.parent, shape) : undefined;
  if (!missing || !parent?.fields) return problem;
  // Keys are short: only one that begins alike is a likely slip.
  const near = nearestNames(missing.key, Object.keys(parent.fields)).find((key) => key[0] === missing.key[0]);
  return near ? { ...problem, message: `${problem.message} Did you mean “${near}”?` } : problem;
}

/** What stands at `event.data.items[0]`, or undefined where that is not known. */
function shapeAt(path: string, { fields }: EventShape): Shape | undefined {
  const [root, ...steps] = path.match(/[A-Za-z_]\w*|\[[^\]]*\]/g) ?? [];
  if (root !== "event") return undefined;
  const start: Shape | undefined = { kind: "object", nullable: false, fields };
  return steps.reduce<Shape | undefined>((shape, step) => {
    const key = step.replace(/^\[\s*["']?|["']?\s*\]$/g, "");
    return shape?.fields ? shape.fields[key] : shape?.of;
  }, start);
}

/** What a filter over events of these types can name, parents before their fields: for completion and for a list. Pure. */
export function describeFilterVariables(types: Types): FilterVariable[] {
  return listVariables(eventShape(types));
}

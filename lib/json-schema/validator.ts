import type { Fault } from "@/lib/errors";
import { type Compiled, compile, SchemaProblem } from "./compile";
import { BUDGET, MAX_SCHEMA_CHARACTERS } from "./limits";
import { Budget, Run, TooMuchWork } from "./run";

/** What checking the data of one call may cost altogether. */
export const newBudget = (): Budget => new Budget(BUDGET);

/** A schema ready for use, or why it can't be used. */
export type Validator = Compiled | SchemaProblem;

const byObject = new WeakMap<object, Validator>();
const byText = new Map<string, Validator>();
const MAX_KEPT_CHARACTERS = 4 * 1024 * 1024;
let keptCharacters = 0;

/**
 * A schema's validator, compiled once for each distinct schema. Never throws: of a schema that can't be used it gives the problem.
 * @param trusted see `compile`
 */
export function validatorOf(schema: object, trusted = false): Validator {
  const known = byObject.get(schema);
  if (known) return known;
  const validator = trusted ? attempt(() => compile(schema, { trusted })) : ofText(schema);
  byObject.set(schema, validator);
  return validator;
}

/** Schemas of an organisation's own are read anew every few seconds: the same text is compiled once. */
function ofText(schema: object): Validator {
  const text = attempt(() => written(schema));
  if (typeof text !== "string") return text;
  const known = byText.get(text);
  if (known) return known;
  const validator = attempt(() => compile(schema));
  byText.set(text, validator);
  keptCharacters += text.length;
  for (const oldest of byText.keys()) {
    if (keptCharacters <= MAX_KEPT_CHARACTERS) break;
    byText.delete(oldest);
    keptCharacters -= oldest.length;
  }
  return validator;
}

function written(schema: object): string {
  const text = JSON.stringify(schema);
  if (text.length <= MAX_SCHEMA_CHARACTERS) return text;
  throw new SchemaProblem(
    "",
    `It has ${text.length} characters as JSON; at most ${MAX_SCHEMA_CHARACTERS} are taken.`,
  );
}

function attempt<T>(work: () => T): T | SchemaProblem {
  try {
    return work();
  } catch (error) {
    if (error instanceof SchemaProblem) return error;
    if (isTooDeep(error)) return new SchemaProblem("", "It is nested too deeply.");
    throw error;
  }
}

/** The stack ran over. */
const isTooDeep = (error: unknown) => error instanceof RangeError;

/** The fault of data that could not be checked within the budget. */
export const TOO_MUCH_WORK =
  "Checking this against the schema of its event type takes too much work. Send fewer events at once, or make the schema simpler.";

/**
 * The faults of a value, at most 20, each with its path below the value (`.lines[1].sku`). Deterministic, and bounded by the budget whatever
 * schema and value are.
 */
export function faultsOf({ check, tracks }: Compiled, value: unknown, budget: Budget): Fault[] {
  const telling = new Run(budget, true, tracks);
  try {
    // Most data fit, and finding that out is quick. Why they don't is asked separately.
    if (check(value, new Run(budget, false, tracks))) return [];
    check(value, telling);
  } catch (error) {
    if (!(error instanceof TooMuchWork) && !isTooDeep(error)) throw error;
    if (telling.faults.length === 0) return [{ path: "", message: TOO_MUCH_WORK }];
  }
  return telling.faults;
}

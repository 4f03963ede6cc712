import type { Fault } from "@/lib/errors";
import { SchemaProblem } from "./compile";
import { faultsOf, newBudget, TOO_MUCH_WORK, validatorOf } from "./validator";

/** Values of every kind: a schema that can't be done with these goes round in circles, whatever the data are. */
const SMALL_VALUES = [{}, [], "", 0, null, false];

/**
 * What is wrong with a JSON Schema that an event type is to have, and where in it (`properties.age.minimum`; empty for the whole), or null.
 * The one door for schemas that are not our own: what it lets through can be checked against without harm.
 */
export function schemaProblem(schema: object): Fault | null {
  const validator = validatorOf(schema);
  if (validator instanceof SchemaProblem) return { path: validator.path, message: validator.message };
  const budget = newBudget();
  const isEndless = SMALL_VALUES.some((value) =>
    faultsOf(validator, value, budget).some(({ message }) => message === TOO_MUCH_WORK),
  );
  return isEndless ? { path: "", message: "It refers to itself without end." } : null;
}

import type { Place } from "../compile";
import { type Check, shortened } from "../run";
import { canonical, isObject, ownValue } from "../values";
import { listOf } from "./read";

const TYPES: Record<string, (value: unknown) => boolean> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isObject,
};

export function type(place: Place): Check | null {
  const given = ownValue(place.schema, "type");
  if (given === undefined) return null;
  const list: unknown[] = Array.isArray(given) && given.length > 0 ? given : [given];
  const tests = list.map((name) => {
    const test = typeof name === "string" && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    return (
      test ?? place.refuse(`Must be one of ${Object.keys(TYPES).join(", ")}, or a list of them.`, "type")
    );
  });
  const message = `Must be ${list.join(" or ")}.`;
  const [first = () => false] = tests;
  if (tests.length === 1) return (value, run) => first(value) || run.fail(message);
  return (value, run) => tests.some((test) => test(value)) || run.fail(message);
}

const FREE = { spend: () => {} };
const MAX_SHOWN_CHARACTERS = 200;

export function constant({ schema }: Place): Check | null {
  if (!Object.hasOwn(schema, "const")) return null;
  return oneOf([schema.const], `Must be ${shortened(JSON.stringify(schema.const), MAX_SHOWN_CHARACTERS)}.`);
}

export function enumeration(place: Place): Check | null {
  const values = listOf(place, "enum");
  if (!values) return null;
  const shown = values.map((value) => JSON.stringify(value)).join(", ");
  return oneOf(values, `Must be one of ${shortened(shown, MAX_SHOWN_CHARACTERS)}.`);
}

/** One look, however many values there are. */
function oneOf(values: readonly unknown[], message: string): Check {
  const plain = new Set(values.filter((value) => typeof value !== "object" || value === null));
  const texts = new Set(values.filter((value) => !plain.has(value)).map((value) => canonical(value, FREE)));
  return (value, run) => {
    const isPlain = typeof value !== "object" || value === null;
    const fits = isPlain ? plain.has(value) : texts.size > 0 && texts.has(canonical(value, run));
    return fits || run.fail(message);
  };
}

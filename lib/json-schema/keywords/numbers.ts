import type { Place } from "../compile";
import type { Check } from "../run";
import { isMultiple } from "../values";
import { numberOf } from "./read";

const BOUNDS: Record<string, [fits: (value: number, bound: number) => boolean, words: string]> = {
  minimum: [(value, bound) => value >= bound, "at least"],
  maximum: [(value, bound) => value <= bound, "at most"],
  exclusiveMinimum: [(value, bound) => value > bound, "over"],
  exclusiveMaximum: [(value, bound) => value < bound, "under"],
};

export function bounds(place: Place): Check[] {
  return Object.entries(BOUNDS).flatMap(([keyword, [fits, words]]) => {
    const bound = numberOf(place, keyword);
    if (bound === undefined) return [];
    const message = `Must be ${words} ${bound}.`;
    return (value, run) => typeof value !== "number" || fits(value, bound) || run.fail(message);
  });
}

export function multipleOf(place: Place): Check | null {
  const of = numberOf(place, "multipleOf");
  if (of === undefined) return null;
  if (of <= 0) place.refuse("Must be over 0.", "multipleOf");
  const message = `Must be a multiple of ${of}.`;
  return (value, run) => {
    return typeof value !== "number" || isMultiple(value, of, run) || run.fail(message);
  };
}

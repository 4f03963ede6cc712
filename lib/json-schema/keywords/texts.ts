import type { Place } from "../compile";
import { formatTest } from "../formats";
import { type Check, shortened } from "../run";
import { characters } from "../values";
import { count, textOf } from "./read";

export function textSize(place: Place): Check | null {
  const least = count(place, "minLength") ?? 0;
  const most = count(place, "maxLength") ?? Number.POSITIVE_INFINITY;
  if (least === 0 && most === Number.POSITIVE_INFINITY) return null;
  const tooShort = `Must have at least ${inWords(least, "character")}.`;
  const tooLong = `Must have at most ${inWords(most, "character")}.`;
  return (value, run) => {
    if (typeof value !== "string") return true;
    // A character is one or two units of UTF-16: counted only where that decides.
    let { length } = value;
    if ((length >= least && length < 2 * least) || (length > most && length <= 2 * most)) {
      run.spend(length >> 3);
      length = characters(value);
    }
    if (length < least) return run.fail(tooShort);
    return length <= most || run.fail(tooLong);
  };
}

export const inWords = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

export function pattern(place: Place): Check | null {
  const source = textOf(place, "pattern");
  if (source === undefined) return null;
  const matches = place.pattern(source, "pattern");
  const message = `Must match the pattern ${shortened(source, 200)}.`;
  return (value, run) => typeof value !== "string" || matches(value, run) || run.fail(message);
}

export function format(place: Place): Check | null {
  const name = textOf(place, "format");
  const test = name === undefined ? undefined : formatTest(name);
  if (!test) return null;
  const message = `Must be of the format ${name}.`;
  return (value, run) => {
    if (typeof value !== "string") return true;
    run.spend(value.length >> 2);
    return test(value) || run.fail(message);
  };
}

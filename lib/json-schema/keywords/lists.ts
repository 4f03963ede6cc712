import type { Place } from "../compile";
import type { Check } from "../run";
import { firstRepeat, ownValue } from "../values";
import { count, schemasOf } from "./read";
import { inWords } from "./texts";

export function listSize(place: Place): Check | null {
  const least = count(place, "minItems") ?? 0;
  const most = count(place, "maxItems") ?? Number.POSITIVE_INFINITY;
  if (least === 0 && most === Number.POSITIVE_INFINITY) return null;
  return (value, run) => {
    if (!Array.isArray(value)) return true;
    if (value.length < least) return run.fail(`Must have at least ${inWords(least, "item")}.`);
    return value.length <= most || run.fail(`Must have at most ${inWords(most, "item")}.`);
  };
}

export function items(place: Place): Check | null {
  const { schema } = place;
  const given = ownValue(schema, "items");
  if (Array.isArray(given))
    place.refuse("Must be one schema for all items. Use prefixItems for a list of them.", "items");
  const first =
    schemasOf(place, "prefixItems")?.map((each, index) => place.check(each, "prefixItems", `${index}`)) ?? [];
  const rest = given === undefined ? undefined : place.check(given, "items");
  if (!rest && first.length === 0) return null;
  return (value, run) => {
    if (!Array.isArray(value)) return true;
    let fits = true;
    const end = rest ? value.length : Math.min(first.length, value.length);
    for (let index = 0; index < end; index++) {
      run.spend(2);
      const check = first[index] ?? rest;
      if (check && !run.at(index, value[index], check)) {
        fits = false;
        if (!run.tells) return false;
      }
    }
    run.seen?.first(end);
    return fits;
  };
}

export function contains(place: Place): Check | null {
  const least = count(place, "minContains") ?? 1;
  const most = count(place, "maxContains") ?? Number.POSITIVE_INFINITY;
  const wanted = ownValue(place.schema, "contains");
  if (wanted === undefined) return null;
  const check = place.check(wanted, "contains");
  return (value, run) => {
    if (!Array.isArray(value)) return true;
    let found = 0;
    for (const [index, item] of value.entries()) {
      run.spend(2);
      const { fits } = run.apart(item, (inner, within) => within.at(index, inner, check));
      if (!fits) continue;
      found++;
      run.seen?.index(index);
    }
    if (found < least)
      return run.fail(`Must contain at least ${inWords(least, "item")} of a certain shape; has ${found}.`);
    return (
      found <= most ||
      run.fail(`Must contain at most ${inWords(most, "item")} of a certain shape; has ${found}.`)
    );
  };
}

export function uniqueItems(place: Place): Check | null {
  const wanted = ownValue(place.schema, "uniqueItems");
  if (wanted !== undefined && typeof wanted !== "boolean")
    place.refuse("Must be true or false.", "uniqueItems");
  if (!wanted) return null;
  return (value, run) => {
    const repeat = Array.isArray(value) ? firstRepeat(value, run) : null;
    return !repeat || run.fail(`Items ${repeat[0]} and ${repeat[1]} are the same.`);
  };
}

import type { Place } from "../compile";
import type { Check } from "../run";
import { Seen } from "../seen";
import { isObject, type JsonObject, ownValue } from "../values";

const KEYWORDS = ["unevaluatedProperties", "unevaluatedItems"];

/** Whether a schema asks what its other keywords have not looked at. */
export const asksUnevaluated = (schema: JsonObject): boolean =>
  KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword));

/** Applies a schema that asks: it sees what it has looked at itself, and hands that on to a schema around it that asks as well. */
export function seeing(check: Check): Check {
  return (value, run) => {
    const outer = run.seen;
    const own = new Seen();
    run.seen = own;
    const fits = check(value, run);
    run.seen = outer;
    if (fits && outer) run.spend(outer.add(own));
    return fits;
  };
}

export function unevaluated(place: Place): Check[] {
  return KEYWORDS.flatMap((keyword): Check[] => {
    const given = ownValue(place.schema, keyword);
    if (given === undefined) return [];
    place.track();
    const check: Check =
      given === false ? (_, run) => run.fail("Not known here.") : place.check(given, keyword);
    return [keyword === "unevaluatedItems" ? items(check) : properties(check)];
  });
}

function properties(check: Check): Check {
  return (value, run) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (const key of Object.keys(value)) {
      run.spend(6);
      if (run.seen?.hasKey(key) || run.at(key, value[key], check)) continue;
      fits = false;
      if (!run.tells) break;
    }
    run.seen?.all();
    return fits;
  };
}

function items(check: Check): Check {
  return (value, run) => {
    if (!Array.isArray(value)) return true;
    let fits = true;
    for (const [index, item] of value.entries()) {
      run.spend(6);
      if (run.seen?.hasIndex(index) || run.at(index, item, check)) continue;
      fits = false;
      if (!run.tells) break;
    }
    run.seen?.all();
    return fits;
  };
}

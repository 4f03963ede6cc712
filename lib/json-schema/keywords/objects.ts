import type { Pattern, Place } from "../compile";
import type { Check } from "../run";
import { isObject, ownValue } from "../values";
import { count, names, objectOf } from "./read";
import { inWords } from "./texts";

export function objectSize(place: Place): Check | null {
  const least = count(place, "minProperties") ?? 0;
  const most = count(place, "maxProperties") ?? Number.POSITIVE_INFINITY;
  if (least === 0 && most === Number.POSITIVE_INFINITY) return null;
  return (value, run) => {
    if (!isObject(value)) return true;
    const { length } = Object.keys(value);
    run.spend(length);
    if (length < least) return run.fail(`Must have at least ${inWords(least, "field")}.`);
    return length <= most || run.fail(`Must have at most ${inWords(most, "field")}.`);
  };
}

export function required(place: Place): Check | null {
  const given = ownValue(place.schema, "required");
  const wanted = given === undefined ? [] : names(place, given, "required");
  if (wanted.length === 0) return null;
  return (value, run) => {
    if (!isObject(value)) return true;
    run.spend(3 * wanted.length);
    let fits = true;
    for (const name of wanted) {
      if (ownValue(value, name) !== undefined) continue;
      fits = run.fail("Missing.", name);
      if (!run.tells) break;
    }
    return fits;
  };
}

export function dependencies(place: Place): Check[] {
  const names_ = Object.entries(objectOf(place, "dependentRequired") ?? {}).map(
    ([name, list]): Check => dependentNames(name, names(place, list, "dependentRequired", name)),
  );
  const schemas = Object.entries(objectOf(place, "dependentSchemas") ?? {}).map(([name, schema]): Check => {
    const check = place.check(schema, "dependentSchemas", name);
    return (value, run) => !isObject(value) || ownValue(value, name) === undefined || check(value, run);
  });
  return [...names_, ...schemas];
}

function dependentNames(name: string, needed: readonly string[]): Check {
  return (value, run) => {
    if (!isObject(value) || ownValue(value, name) === undefined) return true;
    run.spend(5 * needed.length);
    const missing = needed.filter((each) => ownValue(value, each) === undefined);
    for (const each of missing) run.fail(`Missing; needed beside ${name}.`, each);
    return missing.length === 0;
  };
}

/** `properties`, which looks for each name, and where patterns or other names matter a second look at every key there is. */
export function named(place: Place): Check[] {
  const properties = Object.entries(objectOf(place, "properties") ?? {}).map(
    ([name, schema]) => [name, place.check(schema, "properties", name)] as const,
  );
  const byName = properties.length > 0 ? [knownNames(properties)] : [];
  return [...byName, ...otherNames(place, new Set(properties.map(([name]) => name)))];
}

function knownNames(properties: readonly (readonly [string, Check])[]): Check {
  const cost = 2 * properties.length;
  return (value, run) => {
    if (!isObject(value)) return true;
    run.spend(cost);
    let fits = true;
    for (const [name, check] of properties) {
      const part = ownValue(value, name);
      if (part === undefined) continue;
      run.seen?.key(name);
      if (run.at(name, part, check)) continue;
      fits = false;
      if (!run.tells) break;
    }
    return fits;
  };
}

function otherNames(place: Place, known: ReadonlySet<string>): Check[] {
  const patterns = Object.entries(objectOf(place, "patternProperties") ?? {}).map(
    ([source, schema]): [Pattern, Check] => [
      place.pattern(source, "patternProperties", source),
      place.check(schema, "patternProperties", source),
    ],
  );
  const given = ownValue(place.schema, "additionalProperties");
  const others = given === undefined ? undefined : place.check(given, "additionalProperties");
  if (patterns.length === 0 && !others) return [];
  const other: Check | undefined = given === false ? (_, run) => run.fail("Not known here.") : others;
  return [
    (value, run) => {
      if (!isObject(value)) return true;
      let fits = true;
      for (const key of Object.keys(value)) {
        run.spend(3);
        const checks = patterns.filter(([matches]) => matches(key, run)).map(([, check]) => check);
        if (checks.length === 0 && !known.has(key) && other) checks.push(other);
        if (checks.length > 0) run.seen?.key(key);
        const fitting = checks.every((check) => run.at(key, value[key], check));
        if (fitting) continue;
        fits = false;
        if (!run.tells) break;
      }
      return fits;
    },
  ];
}

export function nameRules(place: Place): Check | null {
  const given = ownValue(place.schema, "propertyNames");
  if (given === undefined) return null;
  const check = place.check(given, "propertyNames");
  return (value, run) => {
    if (!isObject(value)) return true;
    let fits = true;
    for (const key of Object.keys(value)) {
      run.spend(2);
      const trial = run.apart(key, check);
      if (trial.fits) continue;
      fits = run.fail(`This name can't be used. ${trial.faults[0]?.message ?? ""}`.trim(), key);
      if (!run.tells) break;
    }
    return fits;
  };
}

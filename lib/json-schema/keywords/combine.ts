import type { Place } from "../compile";
import { type Check, type Run, shortened, type Trial } from "../run";
import { isObject, ownValue } from "../values";
import { schemasOf, textOf } from "./read";

export function allOf(place: Place): Check[] {
  return schemasOf(place, "allOf")?.map((schema, index) => place.check(schema, "allOf", `${index}`)) ?? [];
}

const choicesOf = (place: Place, keyword: string) =>
  schemasOf(place, keyword)?.map((schema, index) => place.check(schema, keyword, `${index}`));

export function anyOf(place: Place): Check | null {
  const choices = choicesOf(place, "anyOf");
  if (!choices) return null;
  return (value, run) => {
    const trials: Trial[] = [];
    let fits = false;
    for (const choice of choices) {
      const trial = run.apart(value, choice);
      trials.push(trial);
      run.adopt(trial);
      fits ||= trial.fits;
      // What further choices would have looked at matters only where somebody asks.
      if (fits && !run.seen) return true;
    }
    return fits || failAll(trials, run);
  };
}

export function oneOf(place: Place): Check | null {
  const choices = choicesOf(place, "oneOf");
  if (!choices) return null;
  return (value, run) => {
    const trials = choices.map((choice) => run.apart(value, choice));
    const fitting = trials.filter(({ fits }) => fits);
    if (fitting.length > 1) return run.fail("Fits more than one of the choices, and must fit only one.");
    for (const trial of fitting) run.adopt(trial);
    return fitting.length === 1 || failAll(trials, run);
  };
}

/** Tells why no choice fits: of the one that was meant, where that can be told, else what each wants. */
function failAll(trials: readonly Trial[], run: Run): false {
  if (!run.tells) return false;
  const here = run.place;
  const meant = trials.filter(({ faults }) => !faults.some(({ path }) => path === here));
  const [only] = meant;
  if (only && meant.length === 1) {
    run.take(only.faults);
    return false;
  }
  const wants = new Set(trials.map(({ faults }) => faults[0]).map((fault) => fault?.message ?? ""));
  const words =
    meant.length === 0 && wants.size <= 3 ? [...wants].join(" Or: ") : "Fits none of the choices.";
  return run.fail(shortened(words, 500));
}

export function not(place: Place): Check | null {
  const given = ownValue(place.schema, "not");
  if (given === undefined) return null;
  const check = place.check(given, "not");
  return (value, run) => !run.apart(value, check).fits || run.fail("Is what the schema rules out here.");
}

export function conditional(place: Place): Check | null {
  const part = (keyword: string) => {
    const schema = ownValue(place.schema, keyword);
    return schema === undefined ? undefined : place.check(schema, keyword);
  };
  const [condition, then, otherwise] = [part("if"), part("then"), part("else")];
  if (!condition) return null;
  return (value, run) => {
    const trial = run.apart(value, condition);
    run.adopt(trial);
    const next = trial.fits ? then : otherwise;
    return !next || next(value, run);
  };
}

export function reference(place: Place): Check | null {
  const ref = textOf(place, "$ref");
  if (ref === undefined) return null;
  const { target, path } = resolve(place, ref);
  return place.referred(target, path);
}

function resolve(place: Place, ref: string): { target: unknown; path: string[] } {
  const id = isObject(place.root) ? ownValue(place.root, "$id") : undefined;
  const local = typeof id === "string" && ref.startsWith(`${id}#`) ? ref.slice(id.length) : ref;
  if (!local.startsWith("#")) {
    return place.refuse(
      "Must refer to a part of this schema, such as #/$defs/name: nothing is fetched.",
      "$ref",
    );
  }
  const fragment = decoded(local.slice(1)) ?? place.refuse("Is not written as an address is.", "$ref");
  const path = fragment
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const target =
    fragment === "" || fragment.startsWith("/")
      ? path.reduce<unknown>(below, place.root)
      : place.anchors.get(fragment);
  if (typeof target !== "boolean" && !isObject(target)) {
    return place.refuse(`There is nothing at ${shortened(ref, 100)}.`, "$ref");
  }
  return { target, path: fragment === "" || fragment.startsWith("/") ? path : [fragment] };
}

function below(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) ? ownValue(value, key) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

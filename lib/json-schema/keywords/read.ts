import type { Place } from "../compile";
import { isObject, type JsonObject, ownValue } from "../values";

/** A keyword's value that is a whole number from 0 up, such as a length; undefined where it is missing. */
export function count(place: Place, keyword: string): number | undefined {
  const value = ownValue(place.schema, keyword);
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  return place.refuse("Must be a whole number from 0 up.", keyword);
}

export function numberOf(place: Place, keyword: string): number | undefined {
  const value = ownValue(place.schema, keyword);
  if (value === undefined || typeof value === "number") return value;
  return place.refuse("Must be a number.", keyword);
}

export function textOf(place: Place, keyword: string): string | undefined {
  const value = ownValue(place.schema, keyword);
  if (value === undefined || typeof value === "string") return value;
  return place.refuse("Must be a text.", keyword);
}

export function listOf(place: Place, keyword: string): unknown[] | undefined {
  const value = ownValue(place.schema, keyword);
  if (value === undefined || Array.isArray(value)) return value;
  return place.refuse("Must be a list.", keyword);
}

/** A list of schemas, which may not be empty. */
export function schemasOf(place: Place, keyword: string): unknown[] | undefined {
  const list = listOf(place, keyword);
  return list?.length === 0 ? place.refuse("Must be a list of at least one schema.", keyword) : list;
}

export function objectOf(place: Place, keyword: string): JsonObject | undefined {
  const value = ownValue(place.schema, keyword);
  if (value === undefined || isObject(value)) return value;
  return place.refuse("Must be an object.", keyword);
}

/** A list of names, each once. */
export function names(place: Place, value: unknown, ...below: string[]): string[] {
  const isNames = Array.isArray(value) && value.every((name) => typeof name === "string");
  if (!isNames) return place.refuse("Must be a list of names.", ...below);
  return [...new Set<string>(value)];
}

import type { Place } from "../compile";
import type { Check } from "../run";
import { constant, enumeration, type } from "./any";
import { allOf, anyOf, conditional, not, oneOf, reference } from "./combine";
import { dialect } from "./dialect";
import { contains, items, listSize, uniqueItems } from "./lists";
import { bounds, multipleOf } from "./numbers";
import { dependencies, named, nameRules, objectSize, required } from "./objects";
import { format, pattern, textSize } from "./texts";
import { unevaluated } from "./unevaluated";

/** Reads one or a few keywords of a schema; null where the schema has none of them. */
export type Keyword = (place: Place) => Check | Check[] | null;

/** In the order they are checked: what costs least first, and last what asks what the others have looked at. */
export const KEYWORDS: readonly Keyword[] = [
  dialect,
  type,
  constant,
  enumeration,
  bounds,
  multipleOf,
  textSize,
  format,
  pattern,
  listSize,
  objectSize,
  required,
  dependencies,
  named,
  nameRules,
  items,
  contains,
  uniqueItems,
  reference,
  allOf,
  anyOf,
  oneOf,
  not,
  conditional,
  unevaluated,
];

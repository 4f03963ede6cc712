import type { Place } from "../compile";
import { isObject, ownValue } from "../values";

const DRAFT = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/** Keywords of other drafts and of OpenAPI that would silently do nothing. */
const ELSEWHERE: Record<string, string> = {
  additionalItems: "Use prefixItems, and items for the rest.",
  dependencies: "Use dependentRequired or dependentSchemas.",
  $recursiveRef: "Use $ref.",
  $recursiveAnchor: "Use $ref.",
  $dynamicRef: "Use $ref, which is what it means within one schema.",
  $dynamicAnchor: "Use $anchor, which is what it means within one schema.",
  nullable: 'Write "null" into the list of types.',
  divisibleBy: "Use multipleOf.",
};

/** What is not of this dialect is refused, and definitions are compiled, so that a slip in them is found. */
export function dialect(place: Place): null {
  const { schema, path } = place;
  for (const [keyword, advice] of Object.entries(ELSEWHERE)) {
    if (Object.hasOwn(schema, keyword)) {
      place.refuse(`Not a keyword of JSON Schema 2020-12. ${advice}`, keyword);
    }
  }
  const draft = ownValue(schema, "$schema");
  if (draft !== undefined && !(typeof draft === "string" && DRAFT.test(draft))) {
    place.refuse(
      "Only JSON Schema 2020-12 is known here: https://json-schema.org/draft/2020-12/schema",
      "$schema",
    );
  }
  if (path.length > 0 && Object.hasOwn(schema, "$id")) {
    place.refuse("Only the whole schema can have an $id. Refer to a part of it as #/$defs/name.", "$id");
  }
  for (const keyword of ["$defs", "definitions"]) {
    const definitions = ownValue(schema, keyword);
    if (definitions === undefined) continue;
    if (!isObject(definitions)) place.refuse("Must be an object.", keyword);
    for (const [name, definition] of Object.entries(definitions)) place.check(definition, keyword, name);
  }
  return null;
}

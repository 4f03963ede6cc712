import type { Environment } from "@marcbachmann/cel-js";
import type { EventTypeInfo } from "@/lib/catalog";
import { language } from "./language";
import { ANY, either, type Shape, shapeOf } from "./shapes";

const text: Shape = { kind: "string", nullable: false };

/** What `event` is in a filter of a webhook that gets these types. `time` is a timestamp, which no JSON value is. */
export type EventShape = { fields: Record<string, Shape>; time: true };

/** The variable of a filter over events of these types. A type without a schema leaves the data open. */
export function eventShape(types: readonly Pick<EventTypeInfo, "name" | "schema">[]): EventShape {
  const schemas = types.map(({ schema }) => (schema ? shapeOf(schema) : ANY));
  const data = schemas.length > 0 ? schemas.reduce(either) : ANY;
  return {
    time: true,
    fields: {
      id: { ...text, description: "The event's id." },
      type: {
        ...text,
        values: types.map(({ name }) => JSON.stringify(name)),
        description: "The event type.",
      },
      object: { ...text, description: "The first part of the event type." },
      data: { ...data, description: "What the event is about." },
      changes: {
        kind: "map",
        nullable: false,
        of: ANY,
        description: "Of an update: each field that changed, with [before, now].",
      },
    },
  };
}

const TIMESTAMP = "google.protobuf.Timestamp";

/** An environment in which `event` has the shape given, so that an expression over it can be checked. */
export function typedEnvironment(event: EventShape): Environment {
  const environment = language.clone();
  // These are settled when a filter is evaluated; here they only have to be allowed.
  for (const pair of ["double in list<int>", "int in list<double>"]) {
    environment.registerOperator(pair, () => false);
  }
  for (const type of ["string", "double", "int", "bool"]) {
    environment.registerOperator(`${type} == null`, () => false);
  }
  let count = 0;
  const declare = (fields: Record<string, string>): string => {
    const name = `Object${count++}`;
    environment.registerType(name, { fields });
    environment.registerOperator(`${name} == null`, () => false);
    return name;
  };
  const typeOf = (shape: Shape): string => {
    switch (shape.kind) {
      case "string":
        return "string";
      case "number":
        return "double";
      case "bool":
        return "bool";
      // A list or a map that may be null could be compared with null, which the library has no way to allow.
      case "list":
        return shape.nullable ? "dyn" : `list<${typeOf(shape.of ?? ANY)}>`;
      case "map":
        return shape.nullable ? "dyn" : `map<string, ${typeOf(shape.of ?? ANY)}>`;
      case "object":
        return declare(typesOf(shape.fields ?? {}));
      default:
        return "dyn";
    }
  };
  const typesOf = (fields: Record<string, Shape>): Record<string, string> =>
    Object.fromEntries(Object.entries(fields).map(([key, shape]) => [key, typeOf(shape)]));
  const type = declare({ ...typesOf(event.fields), time: TIMESTAMP });
  return environment.registerVariable("event", type);
}

/** Something a filter can name, for completion and for the list beside the form. */
export type FilterVariable = {
  /** As it is written: `event.data.ticket_type`, `event.data["first-name"]`, `event.data.items[0].price`. */
  path: string;
  /** In words: “text”, “number or none”, “list of texts”. */
  type: string;
  /** The only values it can have, as they are written; absent where any is possible. */
  values?: string[];
  description?: string;
};

const MAX_VARIABLES = 500;

/** Every path below `event` that the shapes know, parents before their fields. */
export function listVariables(event: EventShape): FilterVariable[] {
  const found: FilterVariable[] = [];
  const visit = (path: string, shape: Shape): void => {
    if (found.length >= MAX_VARIABLES) return;
    const { values, description } = shape;
    found.push({
      path,
      type: typeWords(shape),
      ...(values && { values }),
      ...(description && { description }),
    });
    const inner = shape.kind === "list" && shape.of?.kind === "object" ? shape.of : shape;
    for (const [key, field] of Object.entries(inner.fields ?? {})) {
      visit(memberPath(inner === shape ? path : `${path}[0]`, key), field);
    }
  };
  for (const [key, shape] of Object.entries(event.fields)) visit(`event.${key}`, shape);
  found.push({ path: "event.time", type: "time", description: "When it happened." });
  return found;
}

const memberPath = (path: string, key: string) =>
  /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

const WORDS: Record<Shape["kind"], string> = {
  any: "anything",
  string: "text",
  number: "number",
  bool: "true or false",
  list: "list",
  map: "object with any keys",
  object: "object",
};

function typeWords(shape: Shape): string {
  const items = shape.kind === "list" && shape.of && shape.of.kind !== "any" ? shape.of : null;
  const word = items ? `list (each: ${typeWords(items)})` : WORDS[shape.kind];
  return shape.nullable && shape.kind !== "any" ? `${word}, or none` : word;
}

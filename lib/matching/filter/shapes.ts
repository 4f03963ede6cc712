/** What is known of a value in an event: read from JSON Schemas, used to check filters and to list what they can name. */
export type Shape = {
  kind: "any" | "string" | "number" | "bool" | "list" | "map" | "object";
  nullable: boolean;
  /** Of a list's items or a map's values. */
  of?: Shape;
  fields?: Record<string, Shape>;
  /** The only values it can have, where the schema says so. */
  values?: string[];
  description?: string;
};

type Schema = Record<string, unknown>;

export const ANY: Shape = { kind: "any", nullable: true };
const NULL: Shape = { kind: "any", nullable: true, values: [] };
const MAX_DEPTH = 8;
/** Schemas that refer to themselves have more parts than anybody names; what is left at this many is `any`. */
const MAX_PARTS = 2_000;

/** The document that is read, and how many more of its parts are looked at. */
type Reading = { root: Schema; left: number };

/** The shape of what a JSON Schema (2020-12) describes; what it leaves open is `any`. Pure. */
export function shapeOf(schema: unknown): Shape {
  return read(schema, { root: isSchema(schema) ? schema : {}, left: MAX_PARTS }, 0);
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function read(schema: unknown, reading: Reading, depth: number): Shape {
  if (!isSchema(schema) || depth > MAX_DEPTH || reading.left-- <= 0) return ANY;
  const shape = readBare(schema, reading, depth);
  return typeof schema.description === "string" ? { ...shape, description: schema.description } : shape;
}

function readBare(schema: Schema, reading: Reading, depth: number): Shape {
  const below = (inner: unknown) => read(inner, reading, depth + 1);
  if (typeof schema.$ref === "string") return below(target(schema.$ref, reading.root));
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return anyOf(choices.map(below));
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema;
    return [rest, ...allOf].map(below).reduce(both);
  }
  if ("const" in schema) return shapeOfValues([schema.const]);
  if (Array.isArray(schema.enum)) return shapeOfValues(schema.enum);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return anyOf(types.map((type) => readType(type, schema, below)));
}

/** `#/$defs/name`; anything else stays unknown. */
function target(ref: string, root: Schema): unknown {
  if (!ref.startsWith("#/")) return undefined;
  const keys = ref.slice(2).split("/");
  return keys.reduce<unknown>(
    (value, key) => (isSchema(value) ? value[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
    root,
  );
}

function readType(type: unknown, schema: Schema, below: (inner: unknown) => Shape): Shape {
  switch (type) {
    case "null":
      return NULL;
    case "string":
      return { kind: "string", nullable: false };
    case "number":
    case "integer":
      return { kind: "number", nullable: false };
    case "boolean":
      return { kind: "bool", nullable: false };
    case "array":
      return { kind: "list", nullable: false, of: schema.prefixItems ? ANY : below(schema.items) };
    case "object":
      return readObject(schema, below);
    default:
      return isSchema(schema.properties) ? readObject(schema, below) : ANY;
  }
}

/** Properties that are listed are taken for all there are, unless the schema speaks of others. */
function readObject(schema: Schema, below: (inner: unknown) => Shape): Shape {
  const { properties, additionalProperties: others, patternProperties } = schema;
  const isOpen = patternProperties !== undefined || others === true || isSchema(others);
  if (!isSchema(properties) || isOpen) {
    return { kind: "map", nullable: false, of: !properties && isSchema(others) ? below(others) : ANY };
  }
  const named = Object.entries(properties).filter(([key]) => key !== "__proto__");
  const fields = named.map(([key, value]) => [key, below(value)] as const);
  return { kind: "object", nullable: false, fields: Object.fromEntries(fields) };
}

function shapeOfValues(values: unknown[]): Shape {
  const shapes = values.map((value): Shape => {
    if (value === null) return NULL;
    const known = { string: "string", number: "number", boolean: "bool" } as const;
    const kind = known[typeof value as keyof typeof known];
    return kind ? { kind, nullable: false, values: [JSON.stringify(value)] } : ANY;
  });
  return anyOf(shapes);
}

const anyOf = (shapes: Shape[]): Shape => (shapes.length > 0 ? shapes.reduce(either) : ANY);

/** A value of the one shape or of the other. Objects take each other's fields: an event type may have what another lacks. */
export function either(a: Shape, b: Shape): Shape {
  if (isNull(a)) return { ...b, nullable: true };
  if (isNull(b)) return { ...a, nullable: true };
  if (a.kind !== b.kind || a.kind === "any") return ANY;
  const nullable = a.nullable || b.nullable;
  const values = a.values && b.values ? { values: [...new Set([...a.values, ...b.values])] } : {};
  const description = a.description ?? b.description;
  return {
    kind: a.kind,
    nullable,
    ...values,
    ...(description && { description }),
    ...(a.of && b.of && { of: either(a.of, b.of) }),
    ...(a.fields && b.fields && { fields: mergeFields(a.fields, b.fields) }),
  };
}

/** A value that is of both shapes. */
function both(a: Shape, b: Shape): Shape {
  if (a.kind === "any") return b;
  return b.kind === "any" ? a : either(a, b);
}

const isNull = (shape: Shape) => shape.kind === "any" && shape.values?.length === 0;

function mergeFields(a: Record<string, Shape>, b: Record<string, Shape>): Record<string, Shape> {
  const merged = { ...a };
  for (const [key, shape] of Object.entries(b)) {
    const other = Object.hasOwn(a, key) ? a[key] : undefined;
    merged[key] = other ? either(other, shape) : shape;
  }
  return merged;
}

import { z } from "zod";

/** An event type as the catalog shows it. `schema` is JSON Schema 2020-12 of the event's data; null takes any object. */
export type EventTypeInfo = {
  name: string;
  module: string;
  description: string;
  schema: Record<string, unknown> | null;
  sample: Record<string, unknown> | null;
  /** An own type's sample as it was written. */
  sampleText?: string | undefined;
  /** For updates, what the sample says has changed: each key with `[before, now]`; null where nothing does. */
  sampleChanges: Record<string, unknown> | null;
  builtIn: boolean;
};

type Changes<T> = { [K in keyof T]?: [before: T[K] | null, now: T[K] | null] };

type Definition<S extends z.ZodObject> = {
  name: string;
  description: string;
  data: S;
  sample: z.infer<S>;
  sampleChanges?: Changes<z.infer<S>>;
};

/** One built-in event type; the sample and its changes must fit the schema, or it does not compile. */
export function eventType<S extends z.ZodObject>(definition: Definition<S>): Definition<z.ZodObject> {
  return definition as unknown as Definition<z.ZodObject>;
}

/** The event types of one module, as catalog entries. */
export function moduleTypes(module: string, types: Definition<z.ZodObject>[]): EventTypeInfo[] {
  return types.map(({ name, description, data, sample, sampleChanges = null }) => ({
    name,
    module,
    description,
    schema: z.toJSONSchema(data, { io: "input" }) as Record<string, unknown>,
    sample: sample as Record<string, unknown>,
    sampleChanges,
    builtIn: true,
  }));
}

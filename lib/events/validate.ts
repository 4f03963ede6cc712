import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";
import type { EventTypeInfo } from "@/lib/catalog";
import type { Fault } from "@/lib/errors";
import { instant } from "@/lib/instant";
import { EVENT_TYPE_NAME, nearestNames } from "@/lib/webhooks/patterns";

/** At most this many events in one call. */
export const MAX_EVENTS = 1000;

/** An object just as it came: a record's copy would leave out a key `__proto__`. */
const object = (what: string) =>
  z.custom<Record<string, unknown>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    `${what} must be an object.`,
  );

/** One event as a platform reports it: the body of `POST /api/v1/events`, or one element of it. */
export const eventInput = z.strictObject(
  {
    id: z
      .string({ error: "An id is a text." })
      .regex(/^[\x21-\x7e]{1,100}$/, "Use 1 to 100 visible ASCII characters.")
      .optional()
      .describe("Your own id of the event. The same id twice is one event."),
    type: z
      .string({ error: "Give the event type, such as calendar_event.user_registered." })
      .regex(
        EVENT_TYPE_NAME,
        "An event type is lower-case words with dots between, such as contact.created.",
      ),
    data: object("The data"),
    changes: object("The changes")
      .optional()
      .describe("For updates: what changed, each key with [before, now]."),
    time: instant.optional().describe("When it happened, kept to the millisecond; now if left out."),
  },
  { error: (issue) => (issue.code === "invalid_type" ? "An event is an object: {type, data}." : undefined) },
);
export type EventInput = z.infer<typeof eventInput>;

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true });
addFormats.default(ajv);

const MAX_COMPILED = 1_000;
const byText = new Map<string, ValidateFunction>();
const byObject = new WeakMap<object, ValidateFunction>();

/** Compiled once for each distinct schema; Ajv's own cache would keep every copy for ever. */
function validatorOf(schema: Record<string, unknown>): ValidateFunction {
  const known = byObject.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema);
  const validate = byText.get(text) ?? compile(schema);
  const oldest = byText.keys().next().value;
  if (oldest && byText.size >= MAX_COMPILED) byText.delete(oldest);
  byText.set(text, validate);
  byObject.set(schema, validate);
  return validate;
}

function compile(schema: Record<string, unknown>): ValidateFunction {
  // An `$id` would be remembered by name and clash when the schema is edited.
  const { $id: _, ...rest } = schema;
  const validate = ajv.compile(rest);
  ajv.removeSchema(rest);
  return validate;
}

/** What is wrong with a JSON Schema itself, in a sentence, or null. */
export function schemaProblem(schema: Record<string, unknown>): string | null {
  try {
    validatorOf(schema);
    return null;
  } catch (error) {
    return `This is not a valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * The faults of an event's data against its type's JSON Schema, each with its path below `data`.
 * A type without a schema takes any object.
 */
export function dataFaults(type: Pick<EventTypeInfo, "schema">, data: unknown, path = "data"): Fault[] {
  if (!type.schema) return [];
  const validate = validatorOf(type.schema);
  if (validate(data)) return [];
  return (validate.errors ?? []).slice(0, 20).map((error) => faultOf(error, path));
}

function faultOf(error: ErrorObject, path: string): Fault {
  const below = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join("");
  if (error.keyword === "required") {
    return { path: `${path}${below}.${error.params.missingProperty}`, message: "Missing." };
  }
  if (error.keyword === "additionalProperties") {
    return { path: `${path}${below}.${error.params.additionalProperty}`, message: "Not known here." };
  }
  if (error.keyword === "const") {
    return { path: path + below, message: `Must be ${JSON.stringify(error.params.allowedValue)}.` };
  }
  const text = error.message ?? "Does not fit the schema";
  return { path: path + below, message: `${text.charAt(0).toUpperCase()}${text.slice(1)}.` };
}

/**
 * Checks events in the order given against the catalog.
 * @param at names an element in the faults' paths: `""` for a single event, `"events[3]."` for one of many.
 * @returns the parsed events, or every fault found (at most 100).
 */
export function checkEvents(
  inputs: readonly unknown[],
  catalog: ReadonlyMap<string, EventTypeInfo>,
  at: (index: number) => string,
): { ok: true; events: EventInput[] } | { ok: false; faults: Fault[] } {
  const faults: Fault[] = [];
  const events: EventInput[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = eventInput.safeParse(input);
    if (parsed.success) {
      events.push(parsed.data);
      faults.push(...typeFaults(parsed.data, catalog, at(index)));
    } else {
      faults.push(...parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, at(index))));
    }
    if (faults.length >= 100) break;
  }
  return faults.length > 0 ? { ok: false, faults: faults.slice(0, 100) } : { ok: true, events };
}

function faultsOfIssue(issue: z.core.$ZodIssue, prefix: string): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: prefix + key,
      message: "Not a field of an event: id, type, data, changes, time.",
    }));
  }
  return [{ path: `${prefix}${issue.path.join(".")}`.replace(/\.$/, ""), message: issue.message }];
}

function typeFaults(event: EventInput, catalog: ReadonlyMap<string, EventTypeInfo>, prefix: string): Fault[] {
  const type = catalog.get(event.type);
  if (type) return dataFaults(type, event.data, `${prefix}data`);
  const near = nearestNames(event.type, [...catalog.keys()]);
  const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  return [{ path: `${prefix}type`, message: `No event type is called "${event.type}".${hint}` }];
}

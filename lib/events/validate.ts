import { z } from "zod";
import type { EventTypeInfo } from "@/lib/catalog";
import type { Fault } from "@/lib/errors";
import { instant } from "@/lib/instant";
import { SchemaProblem } from "@/lib/json-schema/compile";
import type { Budget } from "@/lib/json-schema/run";
import { faultsOf, newBudget, validatorOf } from "@/lib/json-schema/validator";
import { EVENT_TYPE_NAME, nearestNames } from "@/lib/matching/patterns";

/** At most this many events in one call. */
export const MAX_EVENTS = 1000;

/** An object just as it came: a record's copy would leave out a key `__proto__`. */
const object = (what: string) =>
  z.custom<Record<string, unknown>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    `${what} must be an object.`,
  );

/** One event as a platform reports it: the body of `POST /api/v1/events`, or one element of it. */
const eventInput = z.strictObject(
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

/**
 * The faults of an event's data against its type's JSON Schema, each with its path below `data`.
 * A type without a schema takes any object.
 * @param budget what this may cost; shared by all events of a call
 */
export function dataFaults(
  type: Pick<EventTypeInfo, "schema"> & Partial<Pick<EventTypeInfo, "builtIn">>,
  data: unknown,
  prefix = "",
  budget: Budget = newBudget(),
): Fault[] {
  if (!type.schema) return [];
  const validator = validatorOf(type.schema, type.builtIn);
  if (validator instanceof SchemaProblem) return [{ path: `${prefix}type`, message: unusable(validator) }];
  return faultsOf(validator, data, budget).map(({ path, message }) => ({
    path: `${prefix}data${path}`,
    message,
  }));
}

function unusable({ path, message }: SchemaProblem): string {
  const where = path === "" ? "" : `${path}: `;
  return `Nothing can be accepted of this event type: its schema can't be used. ${where}${message}`;
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
  const budget = newBudget();
  for (const [index, input] of inputs.entries()) {
    const parsed = eventInput.safeParse(input);
    if (parsed.success) {
      events.push(parsed.data);
      faults.push(...typeFaults(parsed.data, catalog, at(index), budget));
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

function typeFaults(
  event: EventInput,
  catalog: ReadonlyMap<string, EventTypeInfo>,
  prefix: string,
  budget: Budget,
): Fault[] {
  const type = catalog.get(event.type);
  if (type) return dataFaults(type, event.data, prefix, budget);
  const near = nearestNames(event.type, [...catalog.keys()]);
  const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  return [{ path: `${prefix}type`, message: `No event type is called "${event.type}".${hint}` }];
}

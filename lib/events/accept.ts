import { createHash } from "node:crypto";
import { type Tx, transaction } from "@/db/client";
import { isDatabaseAway, isGivenUp, isUnstorable } from "@/db/errors";
import { withPatience } from "@/db/patience";
import { authorise, type Ctx } from "@/lib/auth/context";
import { catalogFor } from "@/lib/catalog/cached";
import { AppError, type Fault } from "@/lib/errors";
import { createGroup } from "@/lib/group";
import { readToCheck } from "@/lib/json/read";
import { logAway, logFault } from "@/lib/log";
import { within } from "@/lib/within";
import { type Accepted, claimKeys, type Entry, type Outcome, rememberAnswers } from "./idempotency";
import { expressRoom, type NewEvent, newEventId, storeEvents } from "./store";
import { type EventTexts, eventTexts } from "./texts";
import { checkEvents, type EventInput, MAX_EVENTS } from "./validate";

/** A call hears by then that its events could not be stored, whatever the database does: with the look-up of its key, within five seconds. */
const TAKE_MS = 3_000;
/** What a second try of a flush has for each statement at least, in ms. */
const MIN_PATIENCE_MS = 250;

const group = createGroup<Entry, Outcome>({
  flush: (entries) => withPatience(TAKE_MS, () => flushTogether(entries)),
  maxWeight: 1_000,
  weight: (entry) => entry.events.length,
  concurrency: 2,
  waitMs: 0,
  // A commit costs the same whatever it carries: few while events pour in.
  intervalMs: (lastWeight) => (lastWeight > 4 ? 8 : 1),
});

type AcceptOptions = {
  /** The caller's `Idempotency-Key`: the same key with the same body answers as the first time. */
  idempotencyKey?: string | undefined;
  /** The JSON text that `body` was parsed from: what is kept, and what the key is compared by. */
  text?: string;
  /** The caller's API key was recalled, not looked up (`recallApiKey`): nothing is written if it was revoked. Not beside an idempotency key. */
  provesKey?: boolean;
};

/**
 * Takes a platform's events: all of them or, if anything is wrong, none. They are committed when this resolves, in one
 * statement with whatever other callers brought in the same moment.
 * @param body one event or an array of them, unchecked.
 * @throws AppError invalid (with a fault per element and field), too_large, conflict, forbidden, unauthenticated.
 */
export async function acceptEvents(
  ctx: Ctx,
  body: unknown,
  { idempotencyKey, text = JSON.stringify(body), provesKey = false }: AcceptOptions = {},
): Promise<Accepted> {
  authorise(ctx, "events.write");
  const events = await parse(ctx, body, text);
  if (provesKey) for (const event of events) event.keyToProve = ctx.actor.id;
  const idempotency =
    idempotencyKey === undefined ? undefined : { key: checkKey(idempotencyKey), hash: sha256(text) };
  // Behind a flush that hangs others wait for their turn.
  const until = performance.now() + TAKE_MS;
  const outcome = await within(TAKE_MS, group.add({ ctx, events, idempotency, until }));
  if (outcome instanceof AppError) throw outcome;
  await expressRoom(ctx.orgId);
  return outcome;
}

/** Resolves when no accepted event is still being written; for a graceful stop. */
export const acceptIdle = (): Promise<void> => group.idle();

/** Where a module's own event goes besides what subscribes to it. */
export type EmitOptions = {
  /** The webhook a record names as its data endpoint. */
  dataEndpointId?: string | null;
  /** A test event: goes to this webhook alone. */
  testWebhookId?: string;
};

/**
 * Emits one event in the caller's transaction (`transaction()` of db/client): it is committed, and delivered, if and only
 * if the caller's rows are.
 * @param text the JSON text that `input` was parsed from, if it was.
 * @param _tx shows that there is a transaction; the event is written through it.
 * @returns the event's id.
 * @throws AppError invalid when the type is unknown or the data breaks its schema.
 */
export async function emitEvent(
  _tx: Tx,
  ctx: Ctx,
  input: EventInput,
  options: EmitOptions = {},
  text = JSON.stringify(input),
): Promise<string> {
  const events = await parse(ctx, input, text);
  const [id] = await storeEvents(events.map((event) => ({ ...event, ...options })));
  return id as string;
}

async function parse(ctx: Ctx, body: unknown, text: string): Promise<NewEvent[]> {
  const inputs = Array.isArray(body) ? body : [body];
  if (inputs.length === 0) throw new AppError("invalid", "The array has no events in it.");
  if (inputs.length > MAX_EVENTS) {
    throw new AppError("too_large", `Send at most ${MAX_EVENTS} events at once; these are ${inputs.length}.`);
  }
  const at = (index: number) => (Array.isArray(body) ? `events[${index}].` : "");
  // Before anything that recurs over the data.
  const found = eventTexts(text, at);
  if (!found.ok) refuse(found.faults);
  const names = inputs
    .map((input) => (input as { type?: unknown } | null)?.type)
    .filter((name) => typeof name === "string");
  const catalog = await catalogFor(ctx, names);
  const checked = checkEvents(
    inputs.map((input, index) => checkable(input, found.texts[index])),
    catalog,
    at,
  );
  if (!checked.ok) refuse(checked.faults);
  return checked.events.map((event, index) => newEvent(ctx, event, found.texts[index]));
}

function refuse(faults: Fault[]): never {
  throw new AppError("invalid", "Nothing was accepted: some of this is not as it should be.", faults);
}

/** Schemas know finite numbers alone, and JSON.parse makes Infinity of 1e400 and 0 of 1e-400. */
function checkable(input: unknown, texts: EventTexts | undefined): unknown {
  const isObject = typeof input === "object" && input !== null && "data" in input;
  return isObject && texts?.hasExponent && texts.data ? { ...input, data: readToCheck(texts.data) } : input;
}

function checkKey(key: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError("invalid", "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
  }
  return key;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function newEvent(ctx: Ctx, input: EventInput, texts: EventTexts | undefined): NewEvent {
  if (typeof texts?.data !== "string") throw new Error("The events were not parsed from the text given.");
  return {
    id: newEventId(),
    orgId: ctx.orgId,
    type: input.type,
    data: texts.data,
    changes: texts.changes,
    occurredAt: input.time === undefined ? new Date() : new Date(input.time),
    sourceId: input.id ?? null,
    testWebhookId: null,
    dataEndpointId: null,
  };
}

/**
 * One transaction for all; if that fails, one for each, so that a caller never pays for another's fault. Where a commit was
 * made and only its answer was lost, this finds the events as they were kept.
 */
async function flushTogether(all: Entry[]): Promise<Outcome[]> {
  const now = performance.now();
  const entries = all.filter(({ until }) => until > now);
  const written = entries.length > 0 ? await flush(entries) : [];
  const outcomes = new Map(entries.map((entry, index) => [entry, written[index]]));
  return all.map((entry) => outcomes.get(entry) ?? notWritten(new Error("It waited too long.")));
}

async function flush(entries: Entry[]): Promise<Outcome[]> {
  try {
    // Without idempotency keys it is one statement, a transaction by itself.
    const keyed = entries.some((entry) => entry.idempotency);
    return keyed ? await transaction(() => writeEntries(entries)) : await writeEntries(entries);
  } catch (error) {
    // Given up, it has taken all the time there was.
    if (isGivenUp(error)) return entries.map(() => notWritten(error));
    const left = Math.min(...entries.map(({ until }) => until)) - performance.now();
    const settled = await withPatience(Math.max(left, MIN_PATIENCE_MS), () =>
      Promise.allSettled(entries.map((entry) => transaction(() => writeEntries([entry])))),
    );
    return settled.map((result) =>
      result.status === "fulfilled" ? (result.value[0] as Outcome) : notWritten(result.reason),
    );
  }
}

/** What the database will never take is the caller's to change; the rest is to be sent again. */
function notWritten(cause: unknown): AppError {
  if (isDatabaseAway(cause)) logAway(cause);
  else logFault("Events could not be written", cause);
  if (isUnstorable(cause)) {
    return new AppError("invalid", "Nothing was accepted: the database can't keep some of this.");
  }
  return new AppError("unavailable", "The events could not be stored just now. Please send them again.");
}

async function writeEntries(entries: Entry[]): Promise<Outcome[]> {
  const keyed = entries.filter((entry) => entry.idempotency);
  const repeats = keyed.length > 0 ? await claimKeys(keyed) : new Map<Entry, Outcome>();
  const fresh = entries.filter((entry) => !repeats.has(entry));
  const events = fresh.flatMap((entry) => entry.events);
  const ids = await storeEvents(events);
  let next = 0;
  const outcomes = new Map<Entry, Outcome>(repeats);
  for (const entry of fresh) {
    const own = ids.slice(next, next + entry.events.length);
    next += entry.events.length;
    outcomes.set(entry, outcomeOf(entry, own));
  }
  if (keyed.length > repeats.size)
    await rememberAnswers(
      keyed.filter((entry) => !repeats.has(entry)),
      outcomes,
    );
  return entries.map((entry) => outcomes.get(entry) as Outcome);
}

function outcomeOf({ events }: Entry, kept: readonly (string | null)[]): Outcome {
  const ids = kept.filter((id) => id !== null);
  if (ids.length < kept.length) return new AppError("unauthenticated", "This API key was revoked.");
  return { ids, duplicates: ids.filter((id, index) => id !== events[index]?.id) };
}

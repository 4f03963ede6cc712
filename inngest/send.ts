import { AsyncResource } from "node:async_hooks";
import { db, onCommit } from "@/db/client";
import { env } from "@/env";
import { logFault } from "@/lib/log";
import { inngest } from "./client";
import { storeEvents } from "./engine/store";
import { wakeEngines } from "./engine/wake";
import { events, type OutgoingEvent } from "./events";
import { routes } from "./triggers";

/**
 * Says that batches were accepted which no process has taken on, once the transaction under way has committed.
 * Never throws: the events are committed, and the sweep finds a batch that nobody was told of.
 */
export async function announceBatches(): Promise<void> {
  await onCommit(async () => {
    void tell({ name: "hookyard/batches.left", data: {} }, "accepted events");
  });
}

/** Due times closer together than this share a call of the lane function; the call comes at the end of them. */
const SHARED_MS = 250;
/** A hint this much ahead is there before its call, and so serves all processes. */
const AHEAD_MS = 500;
/** Calls asked for by this process that are still to come, by their time. */
const asked = new Set<number>();

/**
 * Asks for a call of the lane function in `inMs`. Many such wishes share a call. Never throws: the lanes' own rows say when they are due, and
 * the sweep finds those that nobody was called for.
 */
export function hintLanes(inMs: number): void {
  const now = Date.now();
  if (inMs <= 0) {
    void tell({ name: "hookyard/lanes.due", data: {} }, "lanes that are due");
    return;
  }
  const at = Math.ceil((now + inMs) / SHARED_MS) * SHARED_MS;
  for (const time of asked) if (time < now) asked.delete(time);
  if (asked.has(at)) return;
  asked.add(at);
  const shared = inMs < AHEAD_MS ? {} : { id: `lanes-${at}` };
  void tell({ name: "hookyard/lanes.due", ...shared, ts: at, data: {} }, "lanes that are due").then(
    (told) => {
      if (!told) asked.delete(at);
    },
  );
}

/** The same for lanes that are due now, once the transaction under way has committed. */
export const announceLanes = (): Promise<void> => onCommit(async () => hintLanes(0));

/** What is being told. */
const telling = new Set<Promise<boolean>>();

/** Resolves when nothing is being told any more: to be waited for before the process ends. */
export async function toldIdle(): Promise<void> {
  while (telling.size > 0) await Promise.all(telling);
}

/** Apart from whoever brought it about: nobody waits for Inngest, or for the engine. */
function tell(event: OutgoingEvent, what: string): Promise<boolean> {
  const told = outside(() => sendEvents([event])).then(
    () => true,
    (error) => {
      logFault(`The engine was not told of ${what}; the sweep will find them`, error);
      return false;
    },
  );
  telling.add(told);
  return told.finally(() => telling.delete(told));
}

/** In no transaction. */
const outside = AsyncResource.bind((work: () => Promise<void>) => work());

/**
 * Tells the engine that something happened.
 * Embedded: in the caller's transaction, in one statement; it commits or vanishes with the caller's rows.
 * Inngest: after the caller's transaction has committed; a failure then is logged and not thrown, because a sweep finds
 * what nobody was told of. Without a transaction a failure is thrown.
 * @throws ZodError if an event's data is not as `inngest/events.ts` says.
 */
export async function sendEvents(outgoing: readonly OutgoingEvent[]): Promise<void> {
  if (outgoing.length === 0) return;
  for (const event of outgoing) events[event.name].parse(event.data);
  if (env().HOOKYARD_ENGINE === "embedded") {
    await storeEvents(db(), outgoing, routes);
    await onCommit(async () => wakeEngines());
    return;
  }
  await onCommit(async () => {
    await inngest.send([...outgoing]);
  });
}

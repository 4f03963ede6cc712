import { db, onCommit } from "@/db/client";
import { env } from "@/lib/env";
import { logFault } from "@/lib/log";
import { inngest } from "./client";
import { storeEvents } from "./engine/store";
import { wakeEngines } from "./engine/wake";
import { events, type OutgoingEvent } from "./events";
import { routes } from "./triggers";

/** How long whoever brought events waits for Inngest to hear of them. */
const ANNOUNCE_MS = 5_000;

/**
 * Tells that a batch of events was accepted, once the transaction under way has committed. Inngest is sent an event. The
 * embedded engine is only woken: it takes whole batches from their table, many at once (pump.ts), because a run for each
 * costs more than the deliveries in it.
 * Never throws: the events are committed, and the sweep finds a batch that nobody was told of.
 */
export async function announceBatch(batchId: string): Promise<void> {
  if (env().HOOKYARD_ENGINE === "embedded") await onCommit(async () => wakeEngines("batches"));
  else await onCommit(() => announceToInngest(batchId));
}

async function announceToInngest(batchId: string): Promise<void> {
  const told = inngest
    .send({ name: "hookyard/events.accepted", id: batchId, data: { batchId } })
    .catch((error) => logFault(`Inngest was not told of batch ${batchId}; the sweep will find it`, error));
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANNOUNCE_MS);
  });
  await Promise.race([told, patience]);
  clearTimeout(timer);
}

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
    await onCommit(async () => wakeEngines("runs"));
    return;
  }
  await onCommit(async () => {
    await inngest.send([...outgoing]);
  });
}

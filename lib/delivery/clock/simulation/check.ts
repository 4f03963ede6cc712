import { STALE_MS } from "../constants";
import { type Database, isUnfinished } from "./database";
import type { Accepted } from "./history";
import type { Receivers, SeenRequest } from "./receiver";

type Facts = {
  database: Database;
  receivers: Receivers;
  accepted: readonly Accepted[];
  /** When webhooks were switched off. */
  offAt: ReadonlyMap<string, number>;
  /** Whether anything was killed, stopped or lost. */
  isFaulty: boolean;
};

/** A webhook that was switched off gets nothing that begins this much later; a process that was stopped meanwhile hears of it when it goes on. */
const OFF_GRACE_MS = 1_000;
const STOPPED_MS = 30_000;

/** What a history must not have come to. Each is a sentence; none is as it should be. */
export function findFaults(facts: Facts): string[] {
  return [
    ...lost(facts),
    ...twice(facts),
    ...afterOff(facts),
    ...outOfOrder(facts),
    ...tooQuick(facts),
    ...left(facts),
  ];
}

const keyOf = ({ eventId, webhookId }: { eventId: string; webhookId: string }) => `${eventId} ${webhookId}`;

function lost({ database, accepted, offAt, receivers }: Facts): string[] {
  const ok = new Set(receivers.seen.filter(({ okAt }) => okAt !== null).map(keyOf));
  return accepted.flatMap(({ eventId, orgId }) =>
    [...database.webhooks.values()]
      .filter((webhook) => webhook.orgId === orgId && !offAt.has(webhook.id))
      .flatMap((webhook) => {
        const key = `${eventId} ${webhook.id}`;
        const status = database.jobs.get(key)?.status;
        if (!ok.has(key)) return [`lost: ${key} never arrived (${status ?? "no job"})`];
        return status === "succeeded"
          ? []
          : [`unfinished: ${key} arrived, its job is ${status ?? "missing"}`];
      }),
  );
}

/**
 * Nothing begins once its end is written down, but what was claimed before: by one who took over from a process that had only been stopped. Without a fault
 * nothing arrives twice at all.
 */
function twice({ database, receivers, isFaulty }: Facts): string[] {
  const faults: string[] = [];
  const succeeded = new Map<string, number>();
  for (const request of receivers.seen) {
    const key = keyOf(request);
    const job = database.jobs.get(key);
    const underWay = isFaulty ? STALE_MS : 0;
    if (job?.endedAt && request.at > job.endedAt + underWay) faults.push(`sent after its end: ${key}`);
    if (request.okAt === null) continue;
    succeeded.set(key, (succeeded.get(key) ?? 0) + 1);
  }
  if (isFaulty) return faults;
  for (const [key, count] of succeeded) if (count > 1) faults.push(`twice without a fault: ${key}`);
  return faults;
}

function afterOff({ offAt, receivers, isFaulty }: Facts): string[] {
  const grace = isFaulty ? STOPPED_MS : OFF_GRACE_MS;
  return receivers.seen
    .filter(({ webhookId, at }) => at > (offAt.get(webhookId) ?? Number.POSITIVE_INFINITY) + grace)
    .map((request) => `sent to one that is off: ${keyOf(request)}`);
}

/** In an ordered lane no event begins before those that were accepted earlier have arrived. */
function outOfOrder({ database, receivers, accepted, offAt }: Facts): string[] {
  return [...database.webhooks.values()]
    .filter(({ ordered, id }) => ordered && !offAt.has(id))
    .flatMap(({ id, orgId }) => {
      const begun = new Map<string, number>();
      const arrived = new Map<string, number>();
      for (const { webhookId, eventId, at, okAt } of receivers.seen) {
        if (webhookId !== id) continue;
        begun.set(eventId, Math.min(at, begun.get(eventId) ?? at));
        if (okAt !== null) arrived.set(eventId, Math.min(okAt, arrived.get(eventId) ?? okAt));
      }
      const own = accepted.filter((event) => event.orgId === orgId);
      return own.flatMap(({ eventId, at }) =>
        own
          .filter((earlier) => earlier.eventId < eventId && earlier.at < at)
          .filter((earlier) => (begun.get(eventId) ?? 0) < (arrived.get(earlier.eventId) ?? 0))
          .map((earlier) => `out of order: ${eventId} began before ${earlier.eventId} had arrived at ${id}`),
      );
    });
}

/** At a rate, no second has more requests than it allows, and what a process that died had begun. */
function tooQuick({ database, receivers, isFaulty }: Facts): string[] {
  if (isFaulty) return [];
  return [...database.webhooks.values()].flatMap(({ id, rateLimit }) => {
    if (rateLimit === null) return [];
    const times = receivers.seen.filter(({ webhookId }) => webhookId === id).map(({ at }) => at);
    const most = Math.max(0, ...times.map((at) => within(times, at, 1_000)));
    return most > rateLimit + 2 ? [`too quick: ${most} requests in a second at ${rateLimit} a second`] : [];
  });
}

const within = (times: number[], from: number, ms: number) =>
  times.filter((at) => at >= from && at < from + ms).length;

/** In the end nothing is held, nothing waits, and nothing is due. */
function left({ database }: Facts): string[] {
  const faults: string[] = [];
  for (const { id } of database.batches.values()) faults.push(`left: batch ${id}`);
  for (const job of database.jobs.values()) {
    if (isUnfinished(job)) faults.push(`left: job ${job.number} ${keyOf(job)} is ${job.status}`);
  }
  for (const [id, { leasedBy }] of database.lanes)
    if (leasedBy) faults.push(`left: ${id} is held by ${leasedBy}`);
  const numbers = [...database.jobs.values()].map(({ number }) => number);
  if (new Set(numbers).size !== numbers.length) faults.push("two jobs with one number");
  return faults;
}

export type { SeenRequest };

import { PLACES_PER_LANE, STALE_MS } from "../constants";
import { type Database, isUnfinished } from "./database";
import type { Accepted } from "./history";
import { type Behaviour, RECOVERS_AT, RETRY_MS, type Receivers } from "./receiver";

type Facts = {
  database: Database;
  receivers: Receivers;
  behaviours: ReadonlyMap<string, Behaviour>;
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
    ...impatient(facts),
    ...hammered(facts),
    ...late(facts),
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

/** A retry that nothing stands in the way of begins when it is due: within a moment, where nothing was killed, stopped or lost. */
const MOMENT_MS = 1_500;

function late({ database, receivers, behaviours, offAt, isFaulty }: Facts): string[] {
  if (isFaulty) return [];
  const isFree = ({ id, ordered, rateLimit }: { id: string; ordered: boolean; rateLimit: number | null }) =>
    !ordered && rateLimit === null && !offAt.has(id) && FREE.includes(behaviours.get(id) ?? "quick");
  const free = new Set([...database.webhooks.values()].filter(isFree).map(({ id }) => id));
  const next = new Map<string, number>();
  return receivers.seen.toReversed().flatMap((request) => {
    const key = keyOf(request);
    const [then, { webhookId, failedAt }] = [next.get(key), request];
    next.set(key, request.at);
    if (failedAt === null || then === undefined || !free.has(webhookId)) return [];
    return then > failedAt + RETRY_MS + MOMENT_MS
      ? [`late: ${key} was tried again ${Math.round(then - failedAt)} ms later`]
      : [];
  });
}

const FREE: readonly Behaviour[] = ["quick", "flaky", "lying", "recovering"];

/** One that does not answer gets what was under way when that was clear, and then one request after the other, more and more rarely. */
function hammered({ receivers, behaviours, isFaulty }: Facts): string[] {
  if (isFaulty) return [];
  const counts = new Map<string, number>();
  for (const { webhookId, process, at } of receivers.seen) {
    if (behaviours.get(webhookId) !== "away" || at >= RECOVERS_AT) continue;
    const key = `${webhookId} by ${process}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > AWAY_MOST)
    .map(([key, count]) => `hammered: ${count} requests to ${key} while it did not answer`);
}

/** Ten until it is clear, those under way then, and five at 1, 2, 4, … s. */
const AWAY_MOST = 10 + PLACES_PER_LANE + 5;

/** Who was asked for patience begins nothing until it is over; nor does another process, once it can have heard. */
function impatient({ receivers, isFaulty }: Facts): string[] {
  const waits = receivers.seen.flatMap(({ refused, ...request }) =>
    refused ? [{ ...request, ...refused }] : [],
  );
  return waits.flatMap(({ webhookId, process, heardAt, waitMs }) =>
    receivers.seen
      .filter((request) => request.webhookId === webhookId && (request.process === process || !isFaulty))
      .filter((request) => {
        const heard = heardAt + (request.process === process ? 0 : HEARD_MS);
        return request.at > heard && request.at < heardAt + waitMs;
      })
      .map((request) => `too early: ${keyOf(request)} while its receiver had asked to wait`),
  );
}

/** A pause is written down, and others look at it with each claim, and for what waits with them every OFF_MS. */
const HEARD_MS = 1_000;

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

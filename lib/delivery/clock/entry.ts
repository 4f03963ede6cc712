import type { NewJob } from "@/lib/jobs/make";
import type { Delivery } from "../delivery";
import { LEASE_MS } from "./constants";
import type { Place } from "./places";

/** Accepted events whose pairs do not all have a job yet, held by this process. */
export type Batch = {
  readonly id: string;
  /** Pairs without a row, and one while there may come more. */
  left: number;
  /** When it was leased or renewed last, on the clock that only grows. */
  leasedAt: number;
};

/** A delivery that this process has in hand. */
export type Entry = {
  readonly delivery: Delivery;
  /** The batch whose lease covers it while it has no row; null for a job that has one. */
  readonly batch: Batch | null;
  /** When it was taken on. */
  readonly since: number;
  /** When the lease of its row was taken or renewed. */
  leasedAt: number;
  state: "waiting" | "sending" | "leaving";
  place: Place | null;
  /** It waits for its first try, and is counted (crowd.ts). */
  counts: boolean;
  /** Its row's run number, once it is written or being written; resolves to null where the pair had a job already. */
  row: Promise<number | null> | null;
  /** Resolves `settled`. */
  readonly over: () => void;
  /** When the result is written, or the job was given back. */
  readonly settled: Promise<void>;
};

/** A delivery taken on. */
export function entryOf(delivery: Delivery, batch: Batch | null, now: number, leasedAt: number): Entry {
  let over = () => {};
  const settled = new Promise<void>((resolve) => {
    over = resolve;
  });
  const row = delivery.number === null ? null : Promise.resolve(delivery.number);
  return {
    delivery,
    batch,
    since: now,
    leasedAt,
    state: "waiting",
    place: null,
    counts: false,
    row,
    over,
    settled,
  };
}

/** The run number of an entry whose row is written; null while it is not. */
export function numberSoFar({ row }: Entry): Promise<number | null> {
  return Promise.race([row ?? Promise.resolve(null), Promise.resolve(null)]);
}

/** What a delivery's row says of the event and the webhook it is for. */
export const pairOf = ({ orgId, event, webhook, isTest }: Delivery) => ({
  orgId,
  eventId: event.id,
  eventType: event.type,
  webhookId: webhook.id,
  isTest,
});

/** The row of a first try that has to wait. */
export const waitingJob = (delivery: Delivery): NewJob => ({
  ...pairOf(delivery),
  status: "queued",
  dueInMs: 0,
  attempt: null,
});

/** The row of a first try that is under way. */
export const runningJob = (delivery: Delivery): NewJob => ({
  ...pairOf(delivery),
  status: "running",
  dueInMs: LEASE_MS,
  attempt: null,
});

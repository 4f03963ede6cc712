import type { AcceptedBatch } from "@/lib/events/store";
import type { FinishedTry } from "@/lib/jobs/finish";
import type { MadeJob, NewJob } from "@/lib/jobs/make";
import type { Delivery, Outcome } from "../delivery";
import type { DeliveryWebhook } from "../webhook";
import type { SettingsSource } from "./settings";

/** How a lane's holder is to go on: there is something due, or it was given back and is due next in `dueInMs` (null: never). */
export type LaneState = { more: true } | { more: false; dueInMs: number | null };

/** What the clock keeps in the database. Times go in and out as spans from now: the database's clock is the only one that counts. */
export type Store = SettingsSource & {
  /** Takes batches that nobody holds, the oldest first. */
  leaseBatches(limit: number): Promise<AcceptedBatch[]>;
  renewBatches(ids: readonly string[]): Promise<void>;

  /** Takes lanes with something due that nobody holds: of those named, or of all. @returns their webhooks */
  leaseLanes(which: { ids: readonly string[] } | { limit: number }): Promise<string[]>;
  /** How long until the next lane is due that nobody holds, if that is within `withinMs`; null otherwise. */
  nextLaneDueMs(withinMs: number): Promise<number | null>;
  renewLanes(ids: readonly string[]): Promise<void>;
  /** Gives a lane back, not to be looked at before `notBeforeMs` from now, unless something of it came due meanwhile. */
  leaveLane(id: string, notBeforeMs: number): Promise<LaneState>;

  /** A webhook by id, or null when it is gone. */
  webhook(id: string): Promise<DeliveryWebhook | null>;
  /** Of some webhooks, those that are switched off or deleted. */
  offWebhooks(ids: readonly string[]): Promise<Set<string>>;
  /** Cancels what waits for webhooks that are off or gone. */
  cancelStrays(ids: readonly string[]): Promise<void>;

  make(jobs: readonly NewJob[], doneBatches: readonly string[]): Promise<MadeJob[]>;
  /** Takes up to `count` due jobs of a lane that this process holds, for LEASE_MS. */
  claim(webhook: DeliveryWebhook, count: number): Promise<Delivery[]>;
  finish(tries: readonly FinishedTry[]): Promise<number>;
  /** Writes the end of a job that may end its webhook, and what the failure rule makes of it: one transaction. */
  fail(outcome: Outcome): Promise<void>;
  renewJobs(deliveries: readonly Delivery[]): Promise<void>;
  /** Gives claimed jobs back unsent. */
  handBack(deliveries: readonly Delivery[]): Promise<void>;
  /** Takes the next places in the pace of a lane; answers how long until the first, in ms. */
  reserve(webhookId: string, perSecond: number, count: number): Promise<number>;
};

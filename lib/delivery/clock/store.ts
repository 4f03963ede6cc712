import type { AcceptedBatch } from "@/lib/events/store";
import type { FinishedTry } from "@/lib/jobs/finish";
import type { MadeJob, NewJob } from "@/lib/jobs/make";
import type { Delivery, Outcome } from "../delivery";
import type { DeliveryWebhook } from "../webhook";
import type { AskedPause } from "./pauses";
import type { SettingsSource } from "./settings";

/** A lane that this process has to itself. Each lease has a name of its own: what is left of an earlier one can't end a later one. */
export type Lease = { readonly webhookId: string; readonly by: string };

/** How a lane's holder is to go on: there is something due, or it was given back and is due next in `dueInMs` (null: never). */
export type LaneState = { more: true } | { more: false; dueInMs: number | null };

/** Why nothing is to be sent to a webhook: it was switched off or deleted, or its receiver asked for patience for so long. */
export type Barred = { off: boolean; resumeInMs: number };

/** What the clock keeps in the database. Times go in and out as spans from now: the database's clock is the only one that counts. */
export type Store = SettingsSource & {
  /** Takes batches that nobody holds, the oldest first. */
  leaseBatches(limit: number): Promise<AcceptedBatch[]>;
  renewBatches(ids: readonly string[]): Promise<void>;

  /** Takes lanes with something due that nobody holds: of those named, or of all. */
  leaseLanes(which: { ids: readonly string[] } | { limit: number }): Promise<Lease[]>;
  /** How long until the next lane is due that nobody holds, if that is within `withinMs`; null otherwise. */
  nextLaneDueMs(withinMs: number): Promise<number | null>;
  renewLanes(leases: readonly Lease[]): Promise<void>;
  /** Gives a lane back, not to be looked at before `notBeforeMs` from now, unless something of it came due meanwhile. */
  leaveLane(lease: Lease, notBeforeMs: number): Promise<LaneState>;

  /** A webhook by id, or null when it is gone. */
  webhook(id: string): Promise<DeliveryWebhook | null>;
  /** What stands in the way of some webhooks: those not in it may be sent to. */
  barred(ids: readonly string[]): Promise<Map<string, Barred>>;
  /** Writes down that receivers asked for patience. */
  pause(pauses: readonly AskedPause[]): Promise<void>;
  /** Cancels what waits for webhooks that are off or gone. */
  cancelStrays(ids: readonly string[]): Promise<void>;

  make(jobs: readonly NewJob[], doneBatches: readonly string[]): Promise<MadeJob[]>;
  /** Takes up to `count` due jobs of a lane that this process holds, for LEASE_MS. */
  claim(lease: Lease, webhook: DeliveryWebhook, count: number): Promise<Delivery[]>;
  finish(tries: readonly FinishedTry[]): Promise<number>;
  /** Writes the end of a job that may end its webhook, and what the failure rule makes of it: one transaction. */
  fail(outcome: Outcome): Promise<void>;
  renewJobs(deliveries: readonly Delivery[]): Promise<void>;
  /** Gives claimed jobs back unsent. */
  handBack(deliveries: readonly Delivery[]): Promise<void>;
  /** How long until the next place in the pace of a lane, in ms. */
  untilSlot(webhookId: string): Promise<number>;
  /** Takes the next places in the pace of a lane; answers how long until the first, in ms. */
  reserve(webhookId: string, perSecond: number, count: number): Promise<number>;
};

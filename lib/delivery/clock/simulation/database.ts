import type { OrgId } from "@/db/ids";
import type { AcceptedBatch } from "@/lib/events/store";
import type { FinishedTry } from "@/lib/jobs/finish";
import type { MadeJob, NewJob } from "@/lib/jobs/make";
import { coveringPatterns } from "@/lib/matching/patterns";
import type { Delivery, Outcome } from "../../delivery";
import type { DeliveryWebhook } from "../../webhook";
import { LEASE_MS } from "../constants";
import { finishedTry } from "../outcome-rows";
import type { AskedPause } from "../pauses";
import type { Barred, LaneState, Lease } from "../store";
import type { World } from "./world";

export type SimulatedJob = {
  orgId: OrgId;
  number: number;
  eventId: string;
  webhookId: string;
  isTest: boolean;
  status: "queued" | "running" | "retrying" | "succeeded" | "failed" | "cancelled";
  dueAt: number;
  attemptCount: number;
  /** When it ended. */
  endedAt: number | null;
};
type LaneRow = {
  dueAt: number | null;
  leasedBy: string | null;
  leasedUntil: number | null;
  nextSlotAt: number;
  resumeAt: number;
};
type BatchRow = AcceptedBatch & { leasedUntil: number | null };

/** A bug put in on purpose, to see that it is found. */
export type Mutation =
  | "jobs are not renewed"
  | "a lane is given back without its next due time"
  | "what came due while a lane was held is forgotten"
  | "a job that waits does not move its lane"
  | "a retry does not move its lane"
  | "a batch ends with its first pair"
  | "pairs that have a job are sent again"
  | "batches in hand are taken"
  | "a pause is not written down"
  | "one that is switched off is matched"
  | "places in the pace are not taken"
  | "an ordered lane goes on past its first"
  | "run numbers are given twice";

/** The tables, as the statements of lib/jobs and pg-*.ts leave them: each call is one statement, and happens at once. */
export class Database {
  readonly events = new Map<string, AcceptedBatch["events"][number]>();
  readonly batches = new Map<string, BatchRow>();
  readonly jobs = new Map<string, SimulatedJob>();
  readonly lanes = new Map<string, LaneRow>();
  readonly webhooks = new Map<string, DeliveryWebhook>();
  version = 0;
  #numbers = 0;
  #leases = 0;

  constructor(
    private readonly world: World,
    private readonly mutation: Mutation | null = null,
  ) {}

  get now(): number {
    return this.world.now;
  }

  addWebhook(webhook: DeliveryWebhook): void {
    this.webhooks.set(webhook.id, webhook);
    this.lanes.set(webhook.id, {
      dueAt: null,
      leasedBy: null,
      leasedUntil: null,
      nextSlotAt: 0,
      resumeAt: 0,
    });
    this.version++;
  }

  switchOff(id: string): void {
    const webhook = this.webhooks.get(id);
    if (webhook) this.webhooks.set(id, { ...webhook, status: "inactive" });
    this.version++;
    this.cancelStrays([id]);
  }

  accept(batch: Omit<AcceptedBatch, "webhooksVersion" | "paused">): AcceptedBatch {
    const accepted = { ...batch, webhooksVersion: this.version, paused: this.#paused() };
    for (const event of batch.events) this.events.set(event.id, event);
    this.batches.set(batch.id, { ...accepted, leasedUntil: this.now + LEASE_MS });
    return accepted;
  }

  subscribed(orgId: OrgId, eventType: string): DeliveryWebhook[] {
    const patterns = coveringPatterns(eventType);
    return [...this.webhooks.values()].filter(
      (webhook) =>
        webhook.orgId === orgId &&
        (webhook.status === "active" || this.mutation === "one that is switched off is matched") &&
        webhook.subscriptions.some((pattern) => patterns.includes(pattern)),
    );
  }

  keepsOrder(orgId: OrgId): boolean {
    return [...this.webhooks.values()].some((w) => w.orgId === orgId && w.status === "active" && w.ordered);
  }

  leaseBatches(limit: number, askedAt: number): AcceptedBatch[] {
    const free = ({ leasedUntil }: BatchRow) =>
      leasedUntil === null || leasedUntil < this.now || this.mutation === "batches in hand are taken";
    const taken = [...this.batches.values()].filter(free).slice(0, limit);
    for (const batch of taken) batch.leasedUntil = this.now + LEASE_MS;
    return taken.map(({ leasedUntil: _, ...batch }) => ({
      ...batch,
      askedAt,
      webhooksVersion: this.version,
      paused: this.#paused(),
      made: new Map(batch.events.map(({ id }) => [id, this.#madeOf(id)])),
    }));
  }

  renewBatches(ids: readonly string[]): void {
    for (const id of ids) {
      const batch = this.batches.get(id);
      if (batch) batch.leasedUntil = this.now + LEASE_MS;
    }
  }

  leaseLanes(which: { ids: readonly string[] } | { limit: number }): Lease[] {
    const by = `lease-${++this.#leases}`;
    const isFree = (lane: LaneRow) => lane.leasedUntil === null || lane.leasedUntil <= this.now;
    const isDue = (lane: LaneRow) =>
      (lane.dueAt !== null && lane.dueAt <= this.now) ||
      (lane.leasedUntil !== null && lane.leasedUntil <= this.now);
    const ids = "ids" in which ? which.ids : [...this.lanes.keys()];
    const taken = ids.filter((id) => {
      const lane = this.lanes.get(id);
      return lane && isFree(lane) && isDue(lane);
    });
    const limited = "limit" in which ? taken.slice(0, which.limit) : taken;
    for (const id of limited) {
      Object.assign(this.lanes.get(id) ?? {}, {
        leasedBy: by,
        leasedUntil: this.now + LEASE_MS,
        dueAt: null,
      });
    }
    return limited.map((webhookId) => ({ webhookId, by }));
  }

  renewLanes(leases: readonly Lease[]): void {
    for (const { webhookId, by } of leases) {
      const lane = this.lanes.get(webhookId);
      if (lane?.leasedBy === by) lane.leasedUntil = this.now + LEASE_MS;
    }
  }

  /** @param next when the lane's jobs are due, as the statement's snapshot saw them: others may have written since */
  leaveLane({ webhookId, by }: Lease, notBeforeMs: number, next: number | null): LaneState {
    const lane = this.lanes.get(webhookId);
    if (lane?.leasedBy !== by) return { more: false, dueInMs: null };
    if (this.mutation === "what came due while a lane was held is forgotten") lane.dueAt = null;
    if (notBeforeMs === 0 && lane.dueAt !== null && lane.dueAt <= this.now) {
      Object.assign(lane, { dueAt: null, leasedUntil: this.now + LEASE_MS });
      return { more: true };
    }
    const due = least(lane.dueAt, next);
    const notBefore = Math.max(lane.resumeAt, notBeforeMs > 0 ? this.now + notBeforeMs : 0);
    const dueAt = due === null ? null : Math.max(due, notBefore);
    Object.assign(lane, { leasedBy: null, leasedUntil: null, dueAt });
    return { more: false, dueInMs: dueAt === null ? null : Math.max(0, dueAt - this.now) };
  }

  nextLaneDueMs(withinMs: number): number | null {
    const due = [...this.lanes.values()].flatMap(({ dueAt, leasedUntil }) =>
      dueAt !== null && leasedUntil === null && dueAt < this.now + withinMs ? [dueAt] : [],
    );
    return due.length === 0 ? null : Math.max(0, Math.min(...due) - this.now);
  }

  /** As it is read: with how long its pause still takes. */
  webhook(id: string): DeliveryWebhook | null {
    const webhook = this.webhooks.get(id);
    return webhook ? { ...webhook, resumeAt: this.lanes.get(id)?.resumeAt || null } : null;
  }

  barred(ids: readonly string[]): Map<string, Barred> {
    const all = ids.map((id): [string, Barred] => {
      const off = this.webhooks.get(id)?.status !== "active";
      return [id, { off, resumeInMs: Math.max(0, (this.lanes.get(id)?.resumeAt ?? 0) - this.now) }];
    });
    return new Map(all.filter(([, { off, resumeInMs }]) => off || resumeInMs > 0));
  }

  pause(pauses: readonly AskedPause[]): void {
    if (this.mutation === "a pause is not written down") return;
    for (const { webhookId, forMs } of pauses) {
      const lane = this.lanes.get(webhookId);
      const until = this.now + forMs;
      if (!lane || lane.resumeAt >= until) continue;
      const dueAt = lane.dueAt === null ? null : Math.max(lane.dueAt, until);
      Object.assign(lane, { resumeAt: until, nextSlotAt: until, dueAt });
    }
  }

  cancelStrays(ids: readonly string[]): void {
    for (const job of this.jobs.values()) {
      const off = ids.includes(job.webhookId) && this.webhooks.get(job.webhookId)?.status !== "active";
      const waits = job.status === "queued" || job.status === "retrying";
      if (off && (waits || (job.status === "running" && job.dueAt <= this.now))) this.#end(job, "cancelled");
    }
  }

  make(jobs: readonly NewJob[], doneBatches: readonly string[]): MadeJob[] {
    const made: MadeJob[] = [];
    for (const job of jobs) {
      const key = `${job.eventId} ${job.webhookId}`;
      if (this.mutation !== "run numbers are given twice" || this.#numbers % 2 === 0) this.#numbers++;
      if (this.jobs.has(key)) continue;
      const waits = job.status === "queued" || job.status === "retrying";
      const cancelled = waits && this.webhooks.get(job.webhookId)?.status !== "active";
      const row: SimulatedJob = {
        orgId: job.orgId,
        number: this.#numbers,
        eventId: job.eventId,
        webhookId: job.webhookId,
        isTest: job.isTest,
        status: cancelled ? "cancelled" : job.status,
        dueAt: this.now + job.dueInMs,
        attemptCount: job.attempt ? 1 : 0,
        endedAt: null,
      };
      if (!isUnfinished(row)) row.endedAt = this.now;
      this.jobs.set(key, row);
      made.push({ number: row.number, eventId: job.eventId, webhookId: job.webhookId });
      if (isUnfinished(row) && this.mutation !== "a job that waits does not move its lane")
        this.#moveAhead(row);
      const batch = [...this.batches.values()].find(({ events }) =>
        events.some(({ id }) => id === job.eventId),
      );
      if (batch && this.mutation === "a batch ends with its first pair") this.batches.delete(batch.id);
    }
    for (const id of doneBatches) this.batches.delete(id);
    return made;
  }

  claim({ by }: Lease, webhook: DeliveryWebhook, count: number): Delivery[] {
    const lane = this.lanes.get(webhook.id);
    if (!lane || lane.resumeAt > this.now) return [];
    const holds = lane.leasedBy === by && (lane.leasedUntil ?? 0) > this.now;
    if (!holds) return [];
    const waiting = [...this.jobs.values()].filter(
      (job) => job.webhookId === webhook.id && isUnfinished(job),
    );
    const first = waiting.sort((a, b) => (a.eventId < b.eventId ? -1 : 1))[0];
    const due =
      webhook.ordered && this.mutation !== "an ordered lane goes on past its first"
        ? first && first.dueAt <= this.now && !this.#hasEarlierBatch(first)
          ? [first]
          : []
        : waiting
            .filter(({ dueAt }) => dueAt <= this.now)
            .sort((a, b) => a.dueAt - b.dueAt)
            .slice(0, count);
    return due.map((job) => {
      Object.assign(job, { status: "running", dueAt: this.now + LEASE_MS });
      const event = this.events.get(job.eventId);
      if (!event) throw new Error("A job without an event.");
      const { orgId, number, isTest, attemptCount } = job;
      const tries = { attemptCount, attemptBase: 0, uncountedCount: 0, begunAt: new Date(0) };
      return { ...tries, orgId, number, isTest, event, webhook, body: null };
    });
  }

  finish(tries: readonly FinishedTry[]): number {
    let written = 0;
    for (const one of tries) {
      const job = this.jobs.get(`${one.eventId} ${one.webhookId}`);
      const mine =
        job?.number === one.number && job.status === "running" && job.attemptCount === one.tryNumber - 1;
      if (!job || !mine) continue;
      written++;
      job.attemptCount = one.tryNumber;
      if (one.dueInMs === null) this.#end(job, one.status === "succeeded" ? "succeeded" : "failed");
      else if (this.webhooks.get(job.webhookId)?.status !== "active") this.#end(job, "cancelled");
      else {
        Object.assign(job, { status: "retrying", dueAt: this.now + one.dueInMs });
        if (this.mutation !== "a retry does not move its lane") this.#moveAhead(job);
      }
    }
    return written;
  }

  fail(outcome: Outcome): void {
    this.finish([finishedTry(outcome)]);
  }

  renewJobs(deliveries: readonly Delivery[]): void {
    if (this.mutation === "jobs are not renewed") return;
    for (const delivery of deliveries) {
      const job = this.#heldJob(delivery);
      if (job) job.dueAt = this.now + LEASE_MS;
    }
  }

  handBack(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      const job = this.#heldJob(delivery);
      if (!job) continue;
      Object.assign(job, { status: job.attemptCount > 0 ? "retrying" : "queued", dueAt: this.now });
      this.#moveAhead(job);
    }
  }

  untilSlot(webhookId: string): number {
    return Math.max(0, (this.lanes.get(webhookId)?.nextSlotAt ?? 0) - this.now);
  }

  reserve(webhookId: string, perSecond: number, count: number): number {
    const lane = this.lanes.get(webhookId);
    if (!lane) return 0;
    const from = Math.max(this.now, lane.nextSlotAt);
    if (this.mutation === "places in the pace are not taken") return 0;
    lane.nextSlotAt = from + (count * 1_000) / perSecond;
    return from - this.now;
  }

  #paused(): AcceptedBatch["paused"] {
    const all = [...this.lanes].map(([webhookId, { resumeAt }]) => ({
      webhookId,
      resumeInMs: resumeAt - this.now,
    }));
    return all.filter(({ resumeInMs }) => resumeInMs > 0);
  }

  #heldJob({ event, webhook, number, attemptCount }: Delivery): SimulatedJob | undefined {
    const job = this.jobs.get(`${event.id} ${webhook.id}`);
    const same = job?.number === number && job.attemptCount === attemptCount && job.status === "running";
    return same ? job : undefined;
  }

  #madeOf(eventId: string): string[] {
    if (this.mutation === "pairs that have a job are sent again") return [];
    return [...this.jobs.values()].filter((job) => job.eventId === eventId).map(({ webhookId }) => webhookId);
  }

  /** When a lane's jobs are due next. */
  nextDue(webhookId: string): number | null {
    if (this.mutation === "a lane is given back without its next due time") return null;
    const waiting = [...this.jobs.values()].filter((job) => job.webhookId === webhookId && isUnfinished(job));
    if (waiting.length === 0) return null;
    if (!this.webhooks.get(webhookId)?.ordered) return Math.min(...waiting.map(({ dueAt }) => dueAt));
    const first = waiting.sort((a, b) => (a.eventId < b.eventId ? -1 : 1))[0] as SimulatedJob;
    return this.#hasEarlierBatch(first) ? Math.max(first.dueAt, this.now + 20) : first.dueAt;
  }

  #hasEarlierBatch(job: SimulatedJob): boolean {
    return [...this.batches.values()].some(({ orgId, id }) => orgId === job.orgId && id < job.eventId);
  }

  #moveAhead(job: SimulatedJob): void {
    const lane = this.lanes.get(job.webhookId);
    if (lane) lane.dueAt = least(lane.dueAt, Math.max(job.dueAt, lane.resumeAt));
  }

  #end(job: SimulatedJob, status: "succeeded" | "failed" | "cancelled"): void {
    Object.assign(job, { status, endedAt: this.now });
  }
}

export const isUnfinished = ({ status }: SimulatedJob): boolean =>
  status === "queued" || status === "retrying" || status === "running";

const least = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

import type { NewJob } from "@/lib/jobs/make";
import type { Delivery, Outcome } from "../delivery";
import type { DeliveryWebhook } from "../webhook";
import { BEHIND_MS, FIRST_TRY_MS, FIRST_WAIT_MS, OFF_MS } from "./constants";
import { Crowd } from "./crowd";
import { type Batch, type Entry, entryOf, pairOf, runningJob, waitingJob } from "./entry";
import { Lane } from "./lane";
import { Leases } from "./leases";
import { attemptOf, jobOf } from "./outcome-rows";
import type { Paces, Pause } from "./paces";
import { Places } from "./places";
import type { Store } from "./store";
import { passed, type Time } from "./time";
import { endsBadly, type Writer } from "./writer";

export type HandOptions = {
  store: Store;
  writer: Writer;
  paces: Paces;
  time: Time;
  /** Makes one attempt; never throws for what a receiver does. */
  attempt: (delivery: Delivery) => Promise<Outcome>;
  /** Hears of each result, once it is written or on its way. */
  observe: (outcome: Outcome) => void;
  /** Jobs of the webhook are due in the table, in `inMs`. */
  onDue: (webhookId: string, inMs: number) => void;
  onFault: (what: string, error: unknown) => void;
};

/**
 * What this process has in hand: the deliveries it is sending or is about to, each under the lease of its batch or of its row. First tries are
 * written once, when they are over; those that take long or wait long get their row meanwhile.
 */
export class Hand {
  readonly places = new Places();
  readonly crowd: Crowd;
  readonly leases: Leases;
  readonly #lanes = new Map<string, Lane>();
  readonly #entries = new Set<Entry>();
  /** First tries without a row, the oldest first. */
  #young: Entry[] = [];
  #comparedAt: number;

  constructor(private readonly options: HandOptions) {
    this.crowd = new Crowd(options.time);
    this.leases = new Leases(options.store, options.time);
    this.#comparedAt = options.time.now();
  }

  get size(): number {
    return this.#entries.size;
  }

  lane(webhookId: string): Lane {
    let lane = this.#lanes.get(webhookId);
    if (!lane) {
      const { time, paces } = this.options;
      const { places } = this;
      lane = new Lane({ time, places, send: this.#send, isPaused: paces.isPaused, drop: this.#drop });
      this.#lanes.set(webhookId, lane);
    }
    return lane;
  }

  /**
   * Takes a delivery on: it is sent when its lane has a place, not before `delayMs` from now.
   * @param leasedAt when its lease was asked for: the answer may have come late
   */
  take(delivery: Delivery, batch: Batch | null, leasedAt: number, delayMs = 0): Entry {
    const entry = entryOf(delivery, batch, this.options.time.now(), leasedAt);
    this.#entries.add(entry);
    if (!entry.row) {
      this.#young.push(entry);
      this.#count(entry, true);
    }
    const begin = () => {
      if (entry.state === "waiting" && this.#entries.has(entry)) this.lane(delivery.webhook.id).push(entry);
    };
    if (delayMs > 0) this.options.time.after(delayMs, begin);
    else begin();
    return entry;
  }

  /** Writes the row of a pair that has to wait. */
  async enqueue(delivery: Delivery, batch: Batch | null): Promise<void> {
    await this.options.writer.make(waitingJob(delivery), batch);
    this.#due(delivery.webhook, 0);
  }

  /** While its receiver asked for patience nothing is due. */
  #due(webhook: DeliveryWebhook, inMs: number): void {
    this.options.onDue(webhook.id, Math.max(inMs, this.options.paces.resumeInMs(webhook)));
  }

  #send = async (entry: Entry): Promise<void> => {
    this.#count(entry, false);
    const { attempt, paces, time, onFault } = this.options;
    const sentAt = time.now();
    const outcome = await attempt(entry.delivery);
    const pause = paces.learn(outcome, sentAt);
    void this.#record(entry, outcome, pause).catch((error) =>
      onFault("A result could not be written", error),
    );
  };

  /** What waits for a receiver that asked for patience goes back to the table until then. */
  async #obey({ id, url }: DeliveryWebhook, pause: Pause): Promise<void> {
    await this.options.writer.pause({ ...pause, webhookId: id, url });
    const waiting = [...this.#entries].filter(
      ({ state, delivery }) => state === "waiting" && delivery.webhook.id === id,
    );
    this.#backToTable(waiting);
  }

  async #record(entry: Entry, outcome: Outcome, pause: Pause | null): Promise<void> {
    // Before the result, so that no retry is due too early for its lane.
    if (pause) await this.#obey(entry.delivery.webhook, pause);
    // Given back at a stop: what its broken connection says is no result.
    if (!this.#entries.has(entry)) return;
    const { status, dueInMs } = jobOf(outcome);
    if (!entry.row && !endsBadly(outcome)) {
      const attempt = attemptOf(outcome);
      entry.row = this.#make(entry, { ...pairOf(entry.delivery), status, dueInMs: dueInMs ?? 0, attempt });
      const number = await entry.row;
      if (number !== null) this.#tell(outcome, dueInMs);
    } else {
      entry.row ??= this.#make(entry, runningJob(entry.delivery));
      const number = await entry.row;
      if (number !== null) {
        const known = { ...outcome, delivery: { ...entry.delivery, number } };
        await this.options.writer.finish(known);
        this.#tell(known, dueInMs);
      }
    }
    this.#over(entry);
  }

  #tell(outcome: Outcome, dueInMs: number | null): void {
    this.options.observe(outcome);
    if (dueInMs !== null) this.#due(outcome.delivery.webhook, dueInMs);
  }

  /** Whether it is one of those that wait for their first try without a row. */
  #count(entry: Entry, counts: boolean): void {
    if (entry.counts === counts) return;
    entry.counts = counts;
    this.crowd.add(entry.delivery.orgId, counts ? 1 : -1);
  }

  #make(entry: Entry, job: NewJob): Promise<number | null> {
    this.#count(entry, false);
    entry.leasedAt = this.options.time.now();
    return this.options.writer.make(job, entry.batch);
  }

  #over(entry: Entry): void {
    this.#count(entry, false);
    this.#entries.delete(entry);
    entry.over();
  }

  /** Its lease ran out while it waited: whoever took it over sends it. */
  #drop = (entry: Entry): void => {
    if (entry.batch && !entry.row) this.leases.abandon(entry.batch);
    this.#over(entry);
  };

  /** What is regularly to be done. */
  tick(): Promise<void>[] {
    const now = this.options.time.now();
    this.#ripen(now);
    for (const [id, lane] of this.#lanes) {
      // A pause that is over calls nobody.
      if (lane.waiting.length > 0) lane.pump();
      if (lane.idle && lane.behindUntil <= now) this.#lanes.delete(id);
    }
    const renewal = this.leases.renew(this.#entries);
    const chores = renewal ? [renewal] : [];
    if (now - this.#comparedAt > OFF_MS) {
      this.#comparedAt = now;
      chores.push(this.#leaveBarred(now));
    }
    return chores;
  }

  /** First tries that have been here for long get their row; where they wait for very long, they are left to the table. */
  #ripen(now: number): void {
    const still: Entry[] = [];
    const waited = new Map<string, Entry[]>();
    for (const entry of this.#young) {
      if (!this.#entries.has(entry)) continue;
      const age = now - entry.since;
      if (entry.place && age > FIRST_TRY_MS) this.places.age(entry.place);
      if (age > FIRST_TRY_MS && !entry.row) entry.row = this.#make(entry, runningJob(entry.delivery));
      if (entry.state === "waiting" && age > FIRST_WAIT_MS) {
        const { id } = entry.delivery.webhook;
        const others = waited.get(id);
        if (others) others.push(entry);
        else waited.set(id, [entry]);
      } else if (entry.state === "waiting" || !entry.row) still.push(entry);
    }
    this.#young = still;
    for (const [id, entries] of waited) {
      this.lane(id).behindUntil = now + BEHIND_MS;
      this.#backToTable(entries);
    }
  }

  #backToTable(entries: readonly Entry[]): void {
    void this.giveBack(entries).catch((error) => this.options.onFault("Jobs could not be given back", error));
  }

  /** Nothing is sent to a webhook that was switched off, or asked another process for patience, while its jobs waited here. */
  async #leaveBarred(now: number): Promise<void> {
    const waiting = [...this.#entries].filter(
      ({ state, since }) => state === "waiting" && now - since > OFF_MS / 2,
    );
    if (waiting.length === 0) return;
    const ids = [...new Set(waiting.map(({ delivery }) => delivery.webhook.id))];
    const { store, paces, time } = this.options;
    const barred = await store.barred(ids);
    if (barred.size === 0) return;
    for (const { webhook } of waiting.map(({ delivery }) => delivery)) {
      const resumeInMs = barred.get(webhook.id)?.resumeInMs ?? 0;
      if (resumeInMs > 0) paces.hear(webhook, time.now() + resumeInMs);
    }
    await this.giveBack(
      waiting.filter(({ delivery: { webhook, isTest } }) => {
        return (!isTest && barred.get(webhook.id)?.off) || paces.isPaused(webhook);
      }),
    );
    const off = [...barred].filter(([, { off }]) => off).map(([id]) => id);
    if (off.length > 0) await store.cancelStrays(off);
  }

  /** Gives back what is not being sent: pairs without a row get one. When it fails, all waits on. */
  async giveBack(given: readonly Entry[]): Promise<void> {
    const entries = given.filter((entry) => this.#entries.has(entry) && entry.state !== "leaving");
    this.#takeOut(entries);
    const written = entries.filter(({ row }) => row);
    for (const entry of entries) entry.row ??= this.#make(entry, waitingJob(entry.delivery));
    await Promise.all(entries.map(({ row }) => row));
    const numbered = await Promise.all(
      written.map(async ({ delivery, row }) => ({ ...delivery, number: await row })),
    );
    try {
      await this.options.store.handBack(numbered.filter(({ number }) => number !== null));
    } catch (error) {
      for (const entry of written) {
        entry.state = "waiting";
        this.lane(entry.delivery.webhook.id).push(entry);
      }
      throw error;
    }
    for (const entry of entries) this.#over(entry);
    const webhooks = new Map(entries.map(({ delivery: { webhook } }) => [webhook.id, webhook]));
    for (const webhook of webhooks.values()) this.#due(webhook, 0);
  }

  #takeOut(entries: readonly Entry[]): void {
    for (const entry of entries) entry.state = "leaving";
    for (const id of new Set(entries.map(({ delivery }) => delivery.webhook.id))) this.lane(id).letGo();
  }

  /** Hands waiting jobs back, lets requests under way finish for at most `ms`, and hands back the rest. */
  async stop(ms: number): Promise<void> {
    const { time } = this.options;
    const deadline = time.now() + ms;
    while (this.#entries.size > 0 && time.now() < deadline) {
      // While the database is away they are kept, and tried again.
      await this.giveBack([...this.#entries].filter(({ state }) => state === "waiting")).catch(() => {});
      await passed(time, 50);
    }
    await this.giveBack([...this.#entries]);
  }
}

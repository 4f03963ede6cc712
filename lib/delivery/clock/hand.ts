import type { NewJob } from "@/lib/jobs/make";
import type { Delivery, Outcome } from "../delivery";
import { attemptOf, jobOf } from "../outcome-rows";
import { BEHIND_MS, FIRST_TRY_MS, FIRST_WAIT_MS, LEASE_MS, OFF_MS, RENEW_MS, STALE_MS } from "./constants";
import { type Batch, type Entry, entryOf } from "./entry";
import { Lane } from "./lane";
import { Places } from "./places";
import type { Store } from "./store";
import type { Time } from "./time";
import { endsBadly, type Writer } from "./writer";

export type HandOptions = {
  store: Store;
  writer: Writer;
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
  readonly #lanes = new Map<string, Lane>();
  readonly #entries = new Set<Entry>();
  /** First tries without a row, the oldest first. */
  #young: Entry[] = [];
  readonly #batches = new Set<Batch>();
  #renewedAt: number;
  #comparedAt: number;

  constructor(private readonly options: HandOptions) {
    this.#renewedAt = this.#comparedAt = options.time.now();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Whether a batch is not done with. */
  get isHolding(): boolean {
    for (const batch of this.#batches) if (batch.left <= 0) this.#batches.delete(batch);
    return this.#batches.size > 0;
  }

  lane(webhookId: string): Lane {
    let lane = this.#lanes.get(webhookId);
    if (!lane) {
      const { time } = this.options;
      lane = new Lane({ time, places: this.places, send: this.#send, drop: this.#drop });
      this.#lanes.set(webhookId, lane);
    }
    return lane;
  }

  /** Keeps a batch's lease as long as pairs of it have no row. */
  hold(batch: Batch): void {
    this.#batches.add(batch);
  }

  /** Lets a batch's lease run out, so that it is taken again. */
  abandon(batch: Batch): void {
    this.#batches.delete(batch);
  }

  /**
   * Takes a delivery on: it is sent when its lane has a place, not before `delayMs` from now.
   * @param leasedAt when its lease was asked for: the answer may have come late
   */
  take(delivery: Delivery, batch: Batch | null, leasedAt: number, delayMs = 0): Entry {
    const entry = entryOf(delivery, batch, this.options.time.now(), leasedAt);
    this.#entries.add(entry);
    if (!entry.row) this.#young.push(entry);
    const begin = () => {
      if (entry.state === "waiting" && this.#entries.has(entry)) this.lane(delivery.webhook.id).push(entry);
    };
    if (delayMs > 0) this.options.time.after(delayMs, begin);
    else begin();
    return entry;
  }

  /** Writes the row of a pair that has to wait. */
  async enqueue(delivery: Delivery, batch: Batch | null): Promise<void> {
    await this.options.writer.make(this.#waitingJob(delivery), batch);
    this.options.onDue(delivery.webhook.id, 0);
  }

  #waitingJob = (delivery: Delivery): NewJob => ({
    ...pairOf(delivery),
    status: "queued",
    dueInMs: 0,
    attempt: null,
  });

  #send = async (entry: Entry): Promise<void> => {
    const outcome = await this.options.attempt(entry.delivery);
    void this.#record(entry, outcome).catch((error) =>
      this.options.onFault("A result could not be written", error),
    );
  };

  async #record(entry: Entry, outcome: Outcome): Promise<void> {
    // Given back at a stop: what its broken connection says is no result.
    if (!this.#entries.has(entry)) return;
    // Counted from before it is written: what is asked for in this time then is not too early.
    const { status, dueInMs } = jobOf(outcome, this.options.time.wall());
    if (!entry.row && !endsBadly(outcome)) {
      const attempt = attemptOf(outcome);
      entry.row = this.#make(entry, { ...pairOf(entry.delivery), status, dueInMs: dueInMs ?? 0, attempt });
      const number = await entry.row;
      if (number !== null) this.#tell(outcome, dueInMs);
    } else {
      entry.row ??= this.#make(entry, this.#runningJob(entry));
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
    if (dueInMs !== null) this.options.onDue(outcome.delivery.webhook.id, dueInMs);
  }

  #make(entry: Entry, job: NewJob): Promise<number | null> {
    entry.leasedAt = this.options.time.now();
    return this.options.writer.make(job, entry.batch);
  }

  #runningJob = ({ delivery }: Entry): NewJob => ({
    ...pairOf(delivery),
    status: "running",
    dueInMs: LEASE_MS,
    attempt: null,
  });

  #over(entry: Entry): void {
    this.#entries.delete(entry);
    entry.over();
  }

  /** Its lease ran out while it waited: whoever took it over sends it. */
  #drop = (entry: Entry): void => {
    if (entry.batch && !entry.row) this.#batches.delete(entry.batch);
    this.#over(entry);
  };

  /** What is regularly to be done. */
  tick(): Promise<unknown>[] {
    const now = this.options.time.now();
    this.#ripen(now);
    for (const [id, lane] of this.#lanes) {
      if (lane.idle && lane.behindUntil <= now) this.#lanes.delete(id);
    }
    const chores: Promise<unknown>[] = [];
    if (now - this.#renewedAt > RENEW_MS) {
      this.#renewedAt = now;
      chores.push(this.#renew(now));
    }
    if (now - this.#comparedAt > OFF_MS) {
      this.#comparedAt = now;
      chores.push(this.#leaveOff(now));
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
      if (age > FIRST_TRY_MS && !entry.row) entry.row = this.#make(entry, this.#runningJob(entry));
      if (entry.state === "waiting" && age > FIRST_WAIT_MS) {
        const { id } = entry.delivery.webhook;
        const others = waited.get(id);
        if (others) others.push(entry);
        else waited.set(id, [entry]);
      } else if (entry.state === "waiting" || !entry.row) still.push(entry);
    }
    this.#young = still;
    for (const [id, entries] of waited) this.#backToTable(id, entries);
  }

  /** A lane that can't keep up is drained from its table from now on, in order. */
  #backToTable(webhookId: string, entries: readonly Entry[]): void {
    this.lane(webhookId).behindUntil = this.options.time.now() + BEHIND_MS;
    void this.giveBack(entries).catch((error) => this.options.onFault("Jobs could not be given back", error));
  }

  /** What could not be renewed in time is left to whoever takes it over. */
  async #renew(now: number): Promise<void> {
    const { store } = this.options;
    for (const batch of this.#batches) {
      if (batch.left <= 0 || now - batch.leasedAt > STALE_MS) this.#batches.delete(batch);
    }
    const batches = [...this.#batches];
    const rows = [...this.#entries].filter(
      ({ row, leasedAt }) => row && now - leasedAt > RENEW_MS / 2 && now - leasedAt <= STALE_MS,
    );
    const numbered = await Promise.all(
      rows.map(async (entry) => ({ entry, number: await soonNumber(entry) })),
    );
    const known = numbered.flatMap(({ entry, number }) => (number === null ? [] : [{ entry, number }]));
    await Promise.all([
      store.renewBatches(batches.map(({ id }) => id)).then(() => {
        for (const batch of batches) batch.leasedAt = now;
      }),
      store.renewJobs(known.map(({ entry, number }) => ({ ...entry.delivery, number }))).then(() => {
        for (const { entry } of known) entry.leasedAt = now;
      }),
    ]);
  }

  /** Nothing is sent to a webhook that was switched off while its jobs waited here. */
  async #leaveOff(now: number): Promise<void> {
    const waiting = [...this.#entries].filter(
      ({ state, since, delivery }) => state === "waiting" && now - since > OFF_MS / 2 && !delivery.isTest,
    );
    if (waiting.length === 0) return;
    const ids = [...new Set(waiting.map(({ delivery }) => delivery.webhook.id))];
    const off = await this.options.store.offWebhooks(ids);
    if (off.size === 0) return;
    await this.giveBack(waiting.filter(({ delivery }) => off.has(delivery.webhook.id)));
    await this.options.store.cancelStrays([...off]);
  }

  /** Gives back what is not being sent: pairs without a row get one. When it fails, all waits on. */
  async giveBack(given: readonly Entry[]): Promise<void> {
    const entries = given.filter((entry) => this.#entries.has(entry) && entry.state !== "leaving");
    this.#takeOut(entries);
    const written = entries.filter(({ row }) => row);
    for (const entry of entries) entry.row ??= this.#make(entry, this.#waitingJob(entry.delivery));
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
    for (const id of new Set(entries.map(({ delivery }) => delivery.webhook.id))) this.options.onDue(id, 0);
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
      await new Promise<void>((resolve) => {
        time.after(50, resolve);
      });
    }
    await this.giveBack([...this.#entries]);
  }
}

const pairOf = ({ orgId, event, webhook, isTest }: Delivery) => ({
  orgId,
  eventId: event.id,
  eventType: event.type,
  webhookId: webhook.id,
  isTest,
});

/** The run number of an entry whose row is written; null while it is not. */
function soonNumber({ row }: Entry): Promise<number | null> {
  return Promise.race([row ?? Promise.resolve(null), Promise.resolve(null)]);
}

import type { Delivery, Outcome } from "../../delivery";
import type { DeliveryWebhook } from "../../webhook";
import { type Clock, createClock } from "../clock";
import type { Store } from "../store";
import type { Time } from "../time";
import type { Database } from "./database";
import type { Random } from "./random";
import type { World } from "./world";

/** Midnight of some day: the date is only ever compared with itself. */
const EPOCH = Date.UTC(2026, 0, 1);

export type Faults = {
  /** Share of statements that are lost on their way, and of answers. */
  lost: number;
  /** Statements arrive and commit late by up to this, in ms. */
  latestMs: number;
};

type ProcessOptions = {
  world: World;
  database: Database;
  random: Random;
  faults: () => Faults;
  /** How far this machine's date is off, in ms. */
  dateOffMs: number;
  attempt: (process: SimulatedProcess, delivery: Delivery) => Promise<Outcome>;
  hint: (inMs: number) => void;
};

/** A process of Hookyard's: it can be killed at any moment, and stopped for a while. */
export class SimulatedProcess {
  static #count = 0;
  readonly id = `process-${++SimulatedProcess.#count}`;
  readonly clock: Clock;
  #alive = true;
  #pausedUntil = 0;

  constructor(private readonly options: ProcessOptions) {
    this.clock = createClock({
      store: this.#store(),
      time: this.#time,
      attempt: (delivery) => options.attempt(this, delivery),
      hint: options.hint,
      stats: { observe: () => {}, flush: async () => {}, pending: false },
      onFault: () => {},
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  kill(): void {
    this.#alive = false;
  }

  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.options.world.now + ms);
  }

  /** What reaches this process: at once, when it goes on, or never. */
  deliver = (work: () => void): void => {
    const { world } = this.options;
    if (!this.#alive) return;
    if (this.#pausedUntil > world.now) world.after(this.#pausedUntil - world.now, () => this.deliver(work));
    else work();
  };

  readonly #time: Time = {
    now: () => this.options.world.now,
    wall: () => new Date(EPOCH + this.options.world.now + this.options.dateOffMs),
    after: (ms, work) => this.options.world.after(ms, () => this.deliver(work)),
    soon: (work) => {
      this.options.world.after(0, () => this.deliver(work));
    },
  };

  /**
   * One statement: it arrives, happens, and its answer comes back; or it is lost on one of the two ways. What it reads first, it reads by its
   * snapshot: it may then wait for a row that others write, and sees that one as it is by then.
   */
  statement<T, S = undefined>(
    work: (database: Database, seen: S) => T,
    look?: (database: Database) => S,
  ): Promise<T> {
    const { world, random, database, faults } = this.options;
    return new Promise((resolve, reject) => {
      const { lost, latestMs } = faults();
      const way = () => random.between(0.1, random.chance(0.05) ? latestMs : 1);
      const fail = () => this.deliver(() => reject(new Error("The connection was lost.")));
      const happen = (seen: S) => {
        const result = work(database, seen);
        if (random.chance(lost)) return world.after(way(), fail);
        return world.after(way(), () => this.deliver(() => resolve(result)));
      };
      world.after(way(), () => {
        if (random.chance(lost)) return world.after(way(), fail);
        if (!look) return happen(undefined as S);
        const seen = look(database);
        return world.after(random.chance(0.3) ? random.between(0, 100) : 0, () => happen(seen));
      });
    });
  }

  #store(): Store {
    const run = <T>(work: (database: Database) => T) => this.statement(work);
    return {
      subscribed: (orgId, eventType) => run((db) => db.subscribed(orgId, eventType)),
      named: (_orgId, id) => run((db) => db.webhook(id)),
      keepsOrder: (orgId) => run((db) => db.keepsOrder(orgId)),
      leaseBatches: (limit) => {
        const askedAt = this.options.world.now;
        return run((db) => db.leaseBatches(limit, askedAt));
      },
      renewBatches: (ids) => run((db) => db.renewBatches(ids)),
      leaseLanes: (which) => run((db) => db.leaseLanes(which)),
      nextLaneDueMs: (withinMs) => run((db) => db.nextLaneDueMs(withinMs)),
      renewLanes: (leases) => run((db) => db.renewLanes(leases)),
      leaveLane: (lease, notBeforeMs) =>
        this.statement(
          (db, next: number | null) => db.leaveLane(lease, notBeforeMs, next),
          (db) => db.nextDue(lease.webhookId),
        ),
      webhook: (id) => run((db): DeliveryWebhook | null => db.webhook(id)),
      barred: (ids) => run((db) => db.barred(ids)),
      pause: (pauses) => run((db) => db.pause(pauses)),
      cancelStrays: (ids) => run((db) => db.cancelStrays(ids)),
      make: (jobs, done) => run((db) => db.make(jobs, done)),
      claim: (lease, webhook, count) => run((db) => db.claim(lease, webhook, count)),
      finish: (tries) => run((db) => db.finish(tries)),
      fail: (outcome) => run((db) => db.fail(outcome)),
      renewJobs: (deliveries) => run((db) => db.renewJobs(deliveries)),
      handBack: (deliveries) => run((db) => db.handBack(deliveries)),
      untilSlot: (webhookId) => run((db) => db.untilSlot(webhookId)),
      reserve: (webhookId, perSecond, count) => run((db) => db.reserve(webhookId, perSecond, count)),
    };
  }
}

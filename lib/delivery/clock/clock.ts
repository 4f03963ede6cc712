import type { AcceptedBatch } from "@/lib/events/store";
import { logFault } from "@/lib/log";
import { createStats, type Stats } from "@/lib/stats/counters";
import type { Delivery, Outcome } from "../delivery";
import {
  BATCHES_AT_ONCE,
  EARLY_MS,
  LANES_AT_ONCE,
  LEASE_MS,
  RENEW_MS,
  SOON_MS,
  STATS_MS,
  STOP_DRAIN_MS,
  TICK_MS,
} from "./constants";
import { createDrain } from "./drain";
import { createExpress } from "./express";
import { Hand } from "./hand";
import { createPaces } from "./paces";
import type { Store } from "./store";
import { passed, type Time } from "./time";
import { createWriter } from "./writer";

export type ClockOptions = {
  store: Store;
  time: Time;
  /** Makes one attempt; never throws for what a receiver does. */
  attempt: (delivery: Delivery) => Promise<Outcome>;
  /** Asks to be called in `inMs`, when lanes are due, whatever becomes of this process. */
  hint: (inMs: number) => void;
  /** A function must not return before its deliveries are over (serverless). */
  mustSettle?: boolean;
  /** Counts what was delivered, and keeps it now and then. */
  stats?: Stats;
  onFault?: (what: string, error: unknown) => void;
};

/** One a process: what is due is sent by it, and what it sends is its own until the result is written. See README.md. */
export function createClock(options: ClockOptions) {
  const {
    store,
    time,
    attempt,
    hint,
    mustSettle = false,
    stats = createStats(),
    onFault = logFault,
  } = options;
  const paces = createPaces(() => time.now());
  const writer = createWriter(store, time, onFault);
  let stopping = false;
  let [renewedAt, countedAt] = [time.now(), time.now()];

  let looking = false;
  /** What failed is due again when its lease has run out. This process looks for it then by itself: a hint goes through the database that failed. */
  function lookAgain(): void {
    if (looking || stopping) return;
    looking = true;
    time.after(LEASE_MS + TICK_MS, () => {
      looking = false;
      Promise.all([takeLeft(), drainDue()]).catch(lookAgain);
    });
  }

  const laneFault = (error: unknown): void => {
    onFault("A lane could not be drained; it is tried again", error);
    hint(LEASE_MS);
    lookAgain();
  };
  const onDue = (webhookId: string, inMs: number): void => {
    if (stopping || mustSettle || inMs >= SOON_MS) hint(inMs);
    else if (inMs > 0) time.after(inMs, () => onDue(webhookId, 0));
    else {
      void drain.nudge(webhookId).catch(laneFault);
      keepTicking();
    }
  };
  const hand = new Hand({ store, writer, paces, time, attempt, observe: stats.observe, onDue, onFault });
  const drain = createDrain({ store, hand, paces, time, isStopping: () => stopping, onDue });
  const express = createExpress({ store, writer, hand, paces, time });

  async function tick(): Promise<void> {
    const now = time.now();
    const chores = hand.tick();
    if (now - renewedAt > RENEW_MS) {
      renewedAt = now;
      chores.push(store.renewLanes(drain.held()));
    }
    if (now - countedAt > STATS_MS) {
      countedAt = now;
      paces.forget();
      chores.push(stats.flush());
    }
    for (const result of await Promise.allSettled(chores)) {
      if (result.status === "rejected") onFault("The clock could not write", result.reason);
    }
  }

  let cancelTick = () => {};
  let ticking = false;
  /** Ticks go on as long as there is anything in hand. */
  function keepTicking(): void {
    if (ticking) return;
    ticking = true;
    cancelTick = time.after(TICK_MS, () => {
      void tick().finally(() => {
        ticking = false;
        if (hand.size > 0 || hand.leases.isHolding || drain.held().length > 0 || stats.pending) keepTicking();
      });
    });
  }

  /** A batch that can't be taken on is left to be found: its lease runs out. */
  async function takeOn(batch: AcceptedBatch): Promise<void> {
    try {
      keepTicking();
      const pairs = await express.take(batch);
      if (mustSettle) await Promise.all(pairs);
      else void Promise.all(pairs).catch((error) => onFault("A batch could not be finished", error));
    } catch (error) {
      onFault("Accepted events could not be taken on; they are tried again", error);
      lookAgain();
    }
  }

  /** Takes on batches that nobody has, or whose process died, as long as there is room. @returns how many */
  async function takeLeft(): Promise<number> {
    let taken = 0;
    while (!stopping && hand.places.hasRoom) {
      const batches = await store.leaseBatches(BATCHES_AT_ONCE);
      taken += batches.length;
      await Promise.all(batches.map(takeOn));
      if (batches.length < BATCHES_AT_ONCE) break;
    }
    return taken;
  }

  /** Drains the lanes that are due. @returns how many were taken */
  async function drainDue(): Promise<number> {
    let taken = 0;
    while (!stopping && hand.places.hasRoom) {
      const lanes = await store.leaseLanes({ limit: LANES_AT_ONCE });
      taken += lanes.length;
      const drained = Promise.all(drain.begin(lanes));
      keepTicking();
      if (mustSettle) await drained;
      else void drained.catch(laneFault);
      if (lanes.length < LANES_AT_ONCE) break;
    }
    // A call that came too early, by another clock, must not have been the last.
    const next = await store.nextLaneDueMs(EARLY_MS);
    if (next !== null) hint(Math.max(next, TICK_MS));
    return taken;
  }

  return {
    /** Takes on events that were just accepted under a lease of this process. */
    accept: (batch: AcceptedBatch): Promise<void> => takeOn(batch),
    /** Resolves when few enough of an organisation's events wait to be sent, or after a while; null when few do. */
    room: hand.crowd.room,
    takeLeft,
    drainDue,
    /** Deliveries in hand. */
    get size(): number {
      return hand.size;
    },
    get stopping(): boolean {
      return stopping;
    },
    /** Begins nothing more, finishes what is under way for at most `ms`, gives back the rest, writes what is left. */
    async stop(ms: number): Promise<void> {
      stopping = true;
      await hand.stop(ms);
      cancelTick();
      // A lane whose receiver hangs does not notice: it is taken from whoever drains it.
      await Promise.race([drain.idle(), passed(time, STOP_DRAIN_MS)]);
      await Promise.all(drain.held().map((lease) => store.leaveLane(lease, 0)));
      await writer.idle();
      await stats.flush();
    },
  };
}

export type Clock = ReturnType<typeof createClock>;

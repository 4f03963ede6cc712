import { transaction } from "@/db/client";
import { logFault } from "@/lib/log";
import { cancelStrays, handBack, laneStates, renewLeases } from "./claims";
import type { Delivery, Outcome } from "./delivery";
import { emptyLane, type Held, type HeldLane, isEarly, spaceOut } from "./held";
import { createPaces } from "./paces";
import { createResults } from "./results";
import { createStats } from "./stats";
import { FALLBACK_MS, requestWakes } from "./wake";
import type { DeliveryWebhook } from "./webhook";
import { createYoungCount } from "./young";

/** Requests under way to one webhook from one process. */
export const IN_FLIGHT_PER_WEBHOOK = 16;
/** Jobs of one webhook that may wait in memory for a place. */
const WAITING_PER_WEBHOOK = 256;
/** A job that waited this long for a place goes back to the table, to be drained by its lane's own run. */
const WAIT_MS = 500;
/** How long new jobs of a lane go behind those in the table, unless its run says otherwise. */
const BACKLOG_MS = 30_000;
/** Young deliveries that one process takes on. Older ones are some slow endpoint's and must not hold the others back. */
const YOUNG_DELIVERIES = 1_000;
const TICK_MS = 250;
const RENEW_EVERY_MS = 5_000;
const STATS_EVERY_MS = 1_000;

/**
 * Sends claimed jobs: each webhook in a lane of its own with a bounded number of requests under way, results written in
 * groups. One per process. What it holds is claimed in the table under a lease, so a crash repeats and never loses.
 * @param attempt makes one attempt; never throws for what a receiver does.
 * @param mustSettle a function must not return before its deliveries are over (serverless).
 */
export function createDispatcher(attempt: (delivery: Delivery) => Promise<Outcome>, mustSettle = false) {
  const lanes = new Map<string, HeldLane>();
  const held = new Set<Held>();
  const young = createYoungCount(WAIT_MS);
  const stats = createStats();
  const write = createResults();
  const paces = createPaces();
  let stopping = false;
  let [renewedAt, countedAt] = [performance.now(), performance.now()];
  const timer = setInterval(() => void tick(), TICK_MS);
  timer.unref();

  function laneOf(webhookId: string): HeldLane {
    const lane = lanes.get(webhookId) ?? emptyLane();
    lanes.set(webhookId, lane);
    return lane;
  }

  function queue(entry: Held): void {
    if (!held.has(entry) || entry.state !== "waiting") return;
    entry.since = performance.now();
    const lane = laneOf(entry.delivery.webhook.id);
    lane.waiting.push(entry);
    pump(lane);
  }

  function pump(lane: HeldLane): void {
    while (lane.inFlight < IN_FLIGHT_PER_WEBHOOK && !stopping) {
      const next = lane.waiting[0];
      if (!next || paces.isPaused(next.delivery.webhook) || isEarly(lane, pump)) break;
      lane.waiting.shift();
      void run(lane, next);
    }
    if (lane.onRoom.length === 0) return;
    const ready = lane.onRoom.filter(({ waiting }) => hasRoom(lane, waiting));
    lane.onRoom = lane.onRoom.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  function hasRoom(lane: HeldLane, waiting: number): boolean {
    return waiting > 0
      ? lane.waiting.length <= waiting
      : lane.waiting.length === 0 && lane.inFlight < IN_FLIGHT_PER_WEBHOOK;
  }

  async function run(lane: HeldLane, entry: Held): Promise<void> {
    lane.inFlight++;
    entry.state = "sending";
    spaceOut(lane, paces.perSecond(entry.delivery.webhook));
    const outcome = await attempt(entry.delivery);
    const pause = paces.learn(outcome);
    lane.inFlight--;
    pump(lane);
    if (pause)
      void giveBackPaused().catch((error) => logFault("A paused lane could not be given back", error));
    // Given back at a stop: what its broken connection says is no result.
    if (!held.has(entry)) return;
    await write(pause ? { ...outcome, pause } : outcome);
    stats.observe(outcome);
    entry.settled();
  }

  function hold(delivery: Delivery): { entry: Held; settled: Promise<void> } {
    const over = young.begin(performance.now());
    const lane = laneOf(delivery.webhook.id);
    const entry: Held = { delivery, since: performance.now(), state: "waiting", settled: () => {} };
    const settled = new Promise<void>((resolve) => {
      entry.settled = () => {
        if (held.delete(entry)) lane.held--;
        over();
        resolve();
      };
    });
    held.add(entry);
    lane.held++;
    return { entry, settled };
  }

  /** Gives back what is not being sent; `wakeAt` is when its lanes are to look at it again. When it fails, all waits on. */
  async function giveBack(entries: Held[], wakeAt: (webhook: DeliveryWebhook) => number): Promise<void> {
    if (entries.length === 0) return;
    for (const entry of entries) entry.state = "leaving";
    for (const lane of lanes.values()) lane.waiting = lane.waiting.filter(({ state }) => state === "waiting");
    const deliveries = entries.map((entry) => entry.delivery);
    try {
      await transaction(async () => {
        await handBack(deliveries);
        await requestWakes(deliveries.map(({ webhook }) => ({ webhookId: webhook.id, at: wakeAt(webhook) })));
      });
    } catch (error) {
      for (const entry of entries) {
        entry.state = "waiting";
        queue(entry);
      }
      throw error;
    }
    for (const entry of entries) entry.settled();
  }

  /** What waits too long for a place goes back to the table until its lane has room. */
  async function giveBackStale(now: number): Promise<void> {
    const stale: Held[] = [];
    for (const [webhookId, lane] of lanes) {
      const first = lane.waiting[0];
      if (first && now - first.since > WAIT_MS) {
        stale.push(...lane.waiting);
        lane.backlogUntil = now + BACKLOG_MS;
      }
      const idle = lane.held === 0 && lane.inFlight === 0 && lane.attended === 0;
      if (idle && lane.backlogUntil < now) lanes.delete(webhookId);
    }
    await giveBack(stale, () => Date.now() + FALLBACK_MS);
    for (const webhookId of new Set(stale.map(({ delivery }) => delivery.webhook.id))) {
      wakeAfter(webhookId, whenRoom(webhookId, 0));
    }
  }

  const waitingWhere = (belongs: (delivery: Delivery) => boolean) =>
    [...held].filter(({ state, delivery }) => state === "waiting" && belongs(delivery));

  /** Nothing is sent to a webhook that was switched off, or asked another process for patience, while its jobs waited here. */
  async function giveBackBarred(): Promise<void> {
    const waiting = waitingWhere(() => true);
    if (waiting.length === 0) return;
    const states = await laneStates([...new Set(waiting.map(({ delivery }) => delivery.webhook.id))]);
    for (const { delivery } of waiting) {
      const { webhook } = delivery;
      paces.hear(webhook, states.get(webhook.id)?.resumeAt ?? 0);
    }
    await giveBackPaused();
    const isOff = ({ isTest, webhook }: Delivery) => !isTest && states.get(webhook.id)?.off === true;
    const strays = waitingWhere(isOff);
    if (strays.length === 0) return;
    await giveBack(strays, Date.now);
    await cancelStrays([...new Set(strays.map(({ delivery }) => delivery.webhook.id))]);
  }

  /** What waits for a webhook whose receiver asked for patience goes back to the table until then. */
  async function giveBackPaused(): Promise<void> {
    await giveBack(
      waitingWhere(({ webhook }) => paces.isPaused(webhook)),
      paces.resumeAt,
    );
  }

  function whenRoom(webhookId: string, waiting: number): Promise<void> {
    const lane = laneOf(webhookId);
    if (hasRoom(lane, waiting)) return Promise.resolve();
    return new Promise((resolve) => lane.onRoom.push({ waiting, resolve }));
  }

  function attend(webhookId: string): () => void {
    const lane = laneOf(webhookId);
    lane.attended++;
    return () => {
      lane.attended--;
    };
  }

  function wakeAfter(webhookId: string, done: Promise<void>): void {
    const leave = attend(webhookId);
    void done
      .then(() => {
        leave();
        return requestWakes([{ webhookId, at: Date.now() }]);
      })
      .catch((error) => logFault("A lane could not be woken", error));
  }

  async function tick(): Promise<void> {
    const now = performance.now();
    young.age(now);
    const chores = [giveBackStale(now), giveBackBarred()];
    if (now - renewedAt > RENEW_EVERY_MS) {
      renewedAt = now;
      const old = [...held].filter((entry) => now - entry.since > RENEW_EVERY_MS - 2 * TICK_MS);
      chores.push(renewLeases(old.map((entry) => entry.delivery)));
    }
    if (now - countedAt > STATS_EVERY_MS) {
      countedAt = now;
      paces.forget();
      chores.push(stats.flush());
    }
    for (const result of await Promise.allSettled(chores)) {
      if (result.status === "rejected") logFault("The dispatcher could not write", result.reason);
    }
  }

  return {
    /** How many jobs of this webhook may be claimed here right now; 0 where only the lane's own run may drain. */
    room(webhook: DeliveryWebhook): number {
      if (stopping || webhook.ordered || paces.perSecond(webhook) !== null || paces.isPaused(webhook))
        return 0;
      const lane = lanes.get(webhook.id);
      if (!lane) return WAITING_PER_WEBHOOK;
      return lane.backlogUntil > performance.now() ? 0 : WAITING_PER_WEBHOOK - lane.waiting.length;
    },
    /**
     * Sends a claimed job when its lane has a place, not before `delayMs` from now; resolves when the result is written or
     * the job was handed back.
     */
    submit(delivery: Delivery, delayMs = 0): Promise<void> {
      const { entry, settled } = hold(delivery);
      if (delayMs > 0) setTimeout(() => queue(entry), delayMs);
      else queue(entry);
      return settled;
    },
    /** Waits for submitted jobs where the process may be frozen once it has answered; elsewhere they go on by themselves. */
    async settle(submitted: Promise<void>[]): Promise<void> {
      if (mustSettle) await Promise.all(submitted);
    },
    /** Requests a second that a webhook may be sent; null where nothing limits them. */
    perSecond: paces.perSecond,
    /** Until when its receiver asked to be left alone (epoch ms); may be past. */
    resumeAt: paces.resumeAt,
    /** Whether jobs in the table must go before new ones; forgotten after BACKLOG_MS without a word from the lane's run. */
    setBacklog(webhookId: string, backlog: boolean): void {
      laneOf(webhookId).backlogUntil = backlog ? performance.now() + BACKLOG_MS : 0;
    },
    /** Resolves when no more than `waiting` jobs wait in the lane; for 0, when it has a place besides. */
    whenRoom,
    /**
     * Says that the caller will look at the lane's jobs in the table once more, after it has called the answer: until then a
     * new job needs no wake.
     */
    attend,
    /** Wakes the lane after `done`, and attends to it until then. */
    wakeAfter,
    isAttended: (webhookId: string): boolean => (lanes.get(webhookId)?.attended ?? 0) > 0,
    /** Jobs of the webhook that this process has claimed. */
    heldOf: (webhookId: string): number => lanes.get(webhookId)?.held ?? 0,
    /** Whether this process takes on more work. */
    canTakeMore: (): boolean => !stopping && young.count < YOUNG_DELIVERIES,
    get stopping() {
      return stopping;
    },
    /** Hands waiting jobs back, lets requests under way finish for at most `ms`, hands back the rest, writes what is left. */
    async stop(ms: number): Promise<void> {
      stopping = true;
      const deadline = performance.now() + ms;
      while (held.size > 0 && performance.now() < deadline) {
        const waiting = [...held].filter(({ state }) => state === "waiting");
        // While the database is away they are kept, and tried again.
        await giveBack(waiting, Date.now).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      clearInterval(timer);
      await giveBack([...held], Date.now);
      await stats.flush();
    },
  };
}

export type Dispatcher = ReturnType<typeof createDispatcher>;

import type { DeliveryWebhook } from "../webhook";
import { BEHIND_MS, CATCH_UP_MS, CHUNK, FAST_MS, RATE_WINDOW_MS } from "./constants";
import type { Hand } from "./hand";
import type { LaneState, Store } from "./store";
import type { Time } from "./time";

type Options = {
  store: Store;
  hand: Hand;
  time: Time;
  isStopping: () => boolean;
  /** The lane was given back and is due again in `inMs`. */
  onDue: (webhookId: string, inMs: number) => void;
};

/** What one round claimed, and how long the lane is to be left alone, if it must be left. */
type Round = { claimed: number; leaveForMs?: number };

/**
 * Drains lanes: whatever is in the table and due (retries, order, pace, backlog, what a crash left) goes through here, and by one process at a
 * time, because it holds the lane's lease.
 */
export function createDrain({ store, hand, time, isStopping, onDue }: Options) {
  const draining = new Map<string, Promise<void>>();
  /** Lanes of which something came due while they were being drained, perhaps after the last look. */
  const again = new Set<string>();

  /** Drains what is due until nothing is, then gives the lane back. */
  async function drain(webhookId: string): Promise<void> {
    const lane = hand.lane(webhookId);
    lane.draining = true;
    try {
      let state: LaneState = { more: true };
      while (state.more) {
        const leaveForMs = await drainDue(webhookId);
        // The next jobs go past the table only once it is empty.
        state = await store.leaveLane(webhookId, leaveForMs);
      }
      lane.draining = false;
      lane.behindUntil = 0;
      if (state.dueInMs !== null) onDue(webhookId, state.dueInMs);
    } finally {
      lane.draining = false;
    }
  }

  /** @returns how long the lane is to be left alone */
  async function drainDue(webhookId: string): Promise<number> {
    let chunk = CHUNK.least;
    for (;;) {
      // The next chunk is claimed while the last of the one before is under way; by settings read when there is room.
      await hand.lane(webhookId).whenRoom(chunk > CHUNK.least ? chunk >> 1 : 0);
      if (isStopping()) return 0;
      const webhook = await store.webhook(webhookId);
      if (webhook?.status !== "active") await store.cancelStrays([webhookId]);
      if (!webhook) return 0;
      const began = time.now();
      const round = await drainOnce(webhook, chunk);
      if (round.leaveForMs !== undefined) return round.leaveForMs;
      if (round.claimed === 0) return 0;
      const fast = time.now() - began < FAST_MS;
      chunk = fast ? Math.min(chunk * 2, CHUNK.most) : Math.max(chunk >> 1, CHUNK.least);
    }
  }

  function drainOnce(webhook: DeliveryWebhook, chunk: number): Promise<Round> {
    if (webhook.ordered) return drainFirst(webhook);
    if (webhook.rateLimit !== null) return drainAtRate(webhook, webhook.rateLimit);
    return drainChunk(webhook, chunk);
  }

  async function drainChunk(webhook: DeliveryWebhook, chunk: number): Promise<Round> {
    const askedAt = time.now();
    const deliveries = await store.claim(webhook, chunk);
    for (const delivery of deliveries) hand.take(delivery, null, askedAt);
    return { claimed: deliveries.length };
  }

  async function drainFirst(webhook: DeliveryWebhook): Promise<Round> {
    const askedAt = time.now();
    const [delivery] = await store.claim(webhook, 1);
    if (!delivery) return { claimed: 0 };
    const delay = webhook.rateLimit === null ? 0 : await store.reserve(webhook.id, webhook.rateLimit, 1);
    await hand.take(delivery, null, askedAt, delay).settled;
    return { claimed: 1 };
  }

  /**
   * One after the other by the lane's pace, each when it has a place, too: what a slow receiver holds up does not come in a rush afterwards. Claims no more
   * than what goes within the window.
   */
  async function drainAtRate(webhook: DeliveryWebhook, perSecond: number): Promise<Round> {
    const lane = hand.lane(webhook.id);
    const askedAt = time.now();
    const deliveries = await store.claim(webhook, Math.ceil((perSecond * RATE_WINDOW_MS) / 1_000));
    if (deliveries.length === 0) return { claimed: 0 };
    let slot = time.now() + (await store.reserve(webhook.id, perSecond, deliveries.length));
    for (const [index, delivery] of deliveries.entries()) {
      await wait(slot - time.now());
      await lane.whenRoom(0);
      if (isStopping()) {
        await store.handBack(deliveries.slice(index));
        break;
      }
      hand.take(delivery, null, askedAt);
      slot = Math.max(slot, time.now() - CATCH_UP_MS) + 1_000 / perSecond;
    }
    return { claimed: deliveries.length };
  }

  function wait(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      time.after(ms, resolve);
    });
  }

  /** Begins to drain lanes that this process holds. */
  function begin(webhookIds: readonly string[]): Promise<void>[] {
    return webhookIds.map((id) => {
      const under = draining.get(id);
      if (under) return under;
      const work = drain(id).finally(() => draining.delete(id));
      draining.set(id, work);
      return work.then(() => (again.delete(id) ? nudge(id) : undefined));
    });
  }

  /** Drains what is due of one lane, unless another process does. */
  async function nudge(webhookId: string): Promise<void> {
    if (isStopping()) return;
    if (draining.has(webhookId)) {
      again.add(webhookId);
      return;
    }
    hand.lane(webhookId).behindUntil = time.now() + BEHIND_MS;
    await Promise.all(begin(await store.leaseLanes({ ids: [webhookId] })));
  }

  return {
    begin,
    /** The lanes being drained: their leases are to be renewed. */
    held: (): string[] => [...draining.keys()],
    /** Resolves when no lane is being drained any more. */
    idle: async (): Promise<void> => {
      await Promise.allSettled(draining.values());
    },
    nudge,
  };
}

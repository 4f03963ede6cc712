import type { DeliveryWebhook } from "../webhook";
import { BEHIND_MS, CATCH_UP_MS, CHUNK, FAST_MS, OFF_MS, RATE_WINDOW_MS, UNREADABLE_MS } from "./constants";
import type { Hand } from "./hand";
import type { Paces } from "./paces";
import type { LaneState, Lease, Store } from "./store";
import { passed, type Time } from "./time";

type Options = {
  store: Store;
  hand: Hand;
  paces: Paces;
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
export function createDrain({ store, hand, paces, time, isStopping, onDue }: Options) {
  const draining = new Map<string, { lease: Lease; work: Promise<void> }>();
  /** Lanes of which something came due while they were being drained, perhaps after the last look. */
  const again = new Set<string>();

  /** Drains what is due until nothing is, then gives the lane back. */
  async function drain(lease: Lease): Promise<void> {
    const { webhookId } = lease;
    const lane = hand.lane(webhookId);
    lane.draining = true;
    try {
      let state: LaneState = { more: true };
      while (state.more) {
        const leaveForMs = await drainDue(lease);
        // The next jobs go past the table only once it is empty.
        state = await store.leaveLane(lease, leaveForMs);
      }
      lane.draining = false;
      lane.behindUntil = 0;
      if (state.dueInMs !== null) onDue(webhookId, state.dueInMs);
    } finally {
      lane.draining = false;
    }
  }

  /** @returns how long the lane is to be left alone */
  async function drainDue(lease: Lease): Promise<number> {
    const { webhookId } = lease;
    let chunk = CHUNK.least;
    for (;;) {
      // The next chunk is claimed while the last of the one before is under way; by settings read when there is room.
      await hand.lane(webhookId).whenRoom(chunk > CHUNK.least ? chunk >> 1 : 0);
      if (isStopping()) return 0;
      const webhook = await store.webhook(webhookId);
      if (webhook?.status !== "active") await store.cancelStrays([webhookId]);
      if (!webhook) return 0;
      if (!webhook.isReadable) return UNREADABLE_MS;
      const resumeInMs = paces.resumeInMs(webhook);
      if (resumeInMs > 0) return resumeInMs;
      const began = time.now();
      const round = await drainOnce(lease, webhook, chunk);
      if (round.leaveForMs !== undefined) return round.leaveForMs;
      if (round.claimed === 0) return 0;
      const fast = time.now() - began < FAST_MS;
      chunk = fast ? Math.min(chunk * 2, CHUNK.most) : Math.max(chunk >> 1, CHUNK.least);
    }
  }

  function drainOnce(lease: Lease, webhook: DeliveryWebhook, chunk: number): Promise<Round> {
    const perSecond = paces.perSecond(webhook);
    // Whether one that was away is back, one request tells as well as many.
    if (webhook.ordered || paces.isProbed(webhook)) return drainFirst(lease, webhook, perSecond);
    if (perSecond !== null) return drainAtRate(lease, webhook, perSecond);
    return drainChunk(lease, webhook, chunk);
  }

  async function drainChunk(lease: Lease, webhook: DeliveryWebhook, chunk: number): Promise<Round> {
    const askedAt = time.now();
    const deliveries = await store.claim(lease, webhook, chunk);
    for (const delivery of deliveries) hand.take(delivery, null, askedAt);
    return { claimed: deliveries.length };
  }

  async function drainFirst(
    lease: Lease,
    webhook: DeliveryWebhook,
    perSecond: number | null,
  ): Promise<Round> {
    const leaveForMs = perSecond === null ? 0 : await store.untilSlot(webhook.id);
    if (leaveForMs > RATE_WINDOW_MS) return { claimed: 0, leaveForMs };
    const askedAt = time.now();
    const [delivery] = await store.claim(lease, webhook, 1);
    if (!delivery) return { claimed: 0 };
    const delay = perSecond === null ? 0 : await store.reserve(webhook.id, perSecond, 1);
    await hand.take(delivery, null, askedAt, delay).settled;
    return { claimed: 1 };
  }

  /**
   * One after the other by the lane's pace, each when it has a place, too: what a slow receiver holds up does not come in a rush afterwards. Claims no more
   * than what goes within the window.
   */
  async function drainAtRate(lease: Lease, webhook: DeliveryWebhook, perSecond: number): Promise<Round> {
    const lane = hand.lane(webhook.id);
    const leaveForMs = await store.untilSlot(webhook.id);
    if (leaveForMs > RATE_WINDOW_MS) return { claimed: 0, leaveForMs };
    const askedAt = time.now();
    const deliveries = await store.claim(lease, webhook, Math.ceil((perSecond * RATE_WINDOW_MS) / 1_000));
    if (deliveries.length === 0) return { claimed: 0 };
    let knownAt = askedAt;
    // While these wait here for a slow receiver, the webhook may be switched off.
    const wasBarred = async (): Promise<boolean> => {
      if (time.now() - knownAt < OFF_MS) return false;
      knownAt = time.now();
      return (await store.barred([webhook.id])).size > 0;
    };
    let slot = time.now() + (await store.reserve(webhook.id, perSecond, deliveries.length));
    for (const [index, delivery] of deliveries.entries()) {
      const early = slot - time.now();
      if (early > 0) await passed(time, early);
      await lane.whenRoom(0);
      if (isStopping() || paces.isPaused(webhook) || (await wasBarred())) {
        await store.handBack(deliveries.slice(index));
        break;
      }
      hand.take(delivery, null, askedAt);
      slot = Math.max(slot, time.now() - CATCH_UP_MS) + 1_000 / perSecond;
    }
    return { claimed: deliveries.length };
  }

  /** Begins to drain lanes that this process holds. */
  function begin(leases: readonly Lease[]): Promise<void>[] {
    return leases.map((lease) => {
      const id = lease.webhookId;
      // One that is still under way has given the lane back already, and waits to hear of it.
      const before = draining.get(id)?.work.catch(() => {}) ?? Promise.resolve();
      const work = before
        .then(() => drain(lease))
        .finally(() => {
          if (draining.get(id)?.lease === lease) draining.delete(id);
        });
      draining.set(id, { lease, work });
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
    held: (): Lease[] => Array.from(draining.values(), ({ lease }) => lease),
    /** Resolves when no lane is being drained any more. */
    idle: async (): Promise<void> => {
      await Promise.allSettled(Array.from(draining.values(), ({ work }) => work));
    },
    nudge,
  };
}

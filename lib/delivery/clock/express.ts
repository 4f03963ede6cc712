import type { OrgId } from "@/db/ids";
import type { AcceptedBatch, AcceptedEvent } from "@/lib/events/store";
import { type MatchableEvent, matchable, matchWebhook } from "@/lib/matching/match";
import type { Delivery } from "../delivery";
import type { DeliveryWebhook } from "../webhook";
import { TURN_MS } from "./constants";
import type { Batch } from "./entry";
import type { Hand } from "./hand";
import type { Paces } from "./paces";
import { createSettings, type OrgSettings } from "./settings";
import type { Store } from "./store";
import type { Time } from "./time";
import { createTurns } from "./turns";
import type { Writer } from "./writer";

type Options = { store: Store; writer: Writer; hand: Hand; paces: Paces; time: Time };

const UNTRIED = { number: null, attemptCount: 0, attemptBase: 0, uncountedCount: 0, body: null };

/** An event with the webhooks that may want it. */
type Candidates = { event: AcceptedEvent; subscribed: DeliveryWebhook[]; named: DeliveryWebhook[] };

/**
 * From accepted events to their first tries: matches them against the webhooks that can want them, sends at once what has a place, and writes the
 * rows of what has to wait. An organisation whose matching is costly has its turns like any other.
 */
export function createExpress({ store, writer, hand, paces, time }: Options) {
  const settingsOf = createSettings(store, time);
  const turns = createTurns(time, TURN_MS);

  async function take(accepted: AcceptedBatch): Promise<Promise<unknown>[]> {
    const { orgId, webhooksVersion, events, made } = accepted;
    const settings = settingsOf(orgId, webhooksVersion);
    const heardAt = time.now();
    // One more than there are pairs, so that it does not end before all are known.
    const batch: Batch = { id: accepted.id, left: 1, leasedAt: accepted.askedAt };
    hand.leases.hold(batch);
    // Until they are matched nobody knows how many there will be to send.
    hand.crowd.add(orgId, events.length);
    try {
      const rowsFirst = await settings.keepsOrder();
      const candidates = await Promise.all(events.map((event) => candidatesOf(settings, event)));
      const pairs: Promise<unknown>[] = [];
      const until = new Map(accepted.paused.map((pause) => [pause.webhookId, heardAt + pause.resumeInMs]));
      const found = (delivery: Delivery) => {
        const resumeAt = until.get(delivery.webhook.id);
        // Another process may have been asked for it.
        if (resumeAt !== undefined) paces.hear(delivery.webhook, resumeAt);
        if (made?.get(delivery.event.id)?.includes(delivery.webhook.id)) return;
        batch.left++;
        pairs.push(place(delivery, batch, rowsFirst));
      };
      await turns.run(orgId, match(orgId, time.wall(), candidates, found));
      pairs.push(writer.end(batch));
      return pairs;
    } catch (error) {
      hand.leases.abandon(batch);
      throw error;
    } finally {
      hand.crowd.add(orgId, -events.length);
    }
  }

  /** Sends a pair as soon as it has a place; resolves when it is over or its row is written. */
  function place(delivery: Delivery, batch: Batch, rowsFirst: boolean): Promise<unknown> {
    const { webhook } = delivery;
    const lane = hand.lane(webhook.id);
    const waits =
      rowsFirst ||
      webhook.ordered ||
      !webhook.isReadable ||
      paces.perSecond(webhook) !== null ||
      paces.isProbed(webhook) ||
      paces.isPaused(webhook);
    if (waits || !lane.takesFirstTry(time.now())) return hand.enqueue(delivery, batch);
    return hand.take(delivery, batch, batch.leasedAt).settled;
  }

  return {
    /**
     * Takes on a batch that this process holds.
     * @returns resolves when all is under way, to what resolves when each pair is over or has its row.
     */
    take,
  };
}

async function candidatesOf(settings: OrgSettings, event: AcceptedEvent): Promise<Candidates> {
  const { testWebhookId, dataEndpointId } = event;
  const ids = testWebhookId ? [testWebhookId] : dataEndpointId ? [dataEndpointId] : [];
  const [subscribed, named] = await Promise.all([
    testWebhookId ? [] : settings.subscribed(event.type),
    Promise.all(ids.map((id) => settings.named(id))),
  ]);
  return { event, subscribed, named: named.filter((webhook) => webhook !== null) };
}

function* match(
  orgId: OrgId,
  begunAt: Date,
  candidates: readonly Candidates[],
  found: (delivery: Delivery) => void,
): Generator<void, void> {
  for (const { event, subscribed, named } of candidates) {
    const content: MatchableEvent = matchable(event);
    const isTest = event.testWebhookId !== null;
    const pair = (webhook: DeliveryWebhook) => found({ ...UNTRIED, orgId, isTest, begunAt, event, webhook });
    for (const webhook of named) if (isTest || webhook.status === "active") pair(webhook);
    for (const webhook of subscribed) {
      const isNamed = named.some(({ id }) => id === webhook.id);
      if (!isNamed && matchWebhook(webhook, content).matches) pair(webhook);
      yield;
    }
  }
}

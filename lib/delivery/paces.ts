import type { Outcome } from "./delivery";
import { limitOf } from "./formats/pace";
import { isOld, isOver, type Pace, paused, perSecond, refused, taken } from "./pace";
import type { Pause } from "./pauses";
import type { DeliveryWebhook } from "./webhook";

/** Another URL is another receiver. */
const receiverOf = ({ id, url }: DeliveryWebhook) => `${id} ${url}`;

/**
 * What this process knows of how fast its webhooks' receivers can be sent to. A webhook whose receiver never asked for patience
 * is not in it.
 * @param now epoch ms
 */
export function createPaces(now: () => number = Date.now) {
  const paces = new Map<string, Pace>();

  /** Takes in what another process, or this one before it was restarted, wrote down: `until` is epoch ms. */
  function hear(webhook: DeliveryWebhook, until: number): void {
    const receiver = receiverOf(webhook);
    const pace = paces.get(receiver) ?? null;
    if (until <= (pace?.resumeAt ?? 0)) return;
    const heard = paused(pace, until);
    if (!isOld(heard, now())) paces.set(receiver, heard);
  }

  function paceOf(webhook: DeliveryWebhook): Pace | undefined {
    if (webhook.resumeAt) hear(webhook, webhook.resumeAt.getTime());
    return paces.size > 0 ? paces.get(receiverOf(webhook)) : undefined;
  }

  const resumeAt = (webhook: DeliveryWebhook): number => paceOf(webhook)?.resumeAt ?? 0;

  return {
    hear,
    /** Learns from an answer. Tells the pause when the receiver asked for one, or for a longer one. */
    learn({ delivery: { webhook }, exchange, asks }: Outcome): Pause | null {
      const pace = paceOf(webhook) ?? null;
      const sentAt = exchange.startedAt.getTime();
      if (!asks) {
        if (pace && exchange.status !== undefined) paces.set(receiverOf(webhook), taken(pace, sentAt));
        return null;
      }
      const at = now();
      const waitMs = asks.seconds && asks.seconds * 1000;
      const next =
        asks.status === 429 ? refused(pace, { sentAt, now: at, waitMs }) : paused(pace, at + (waitMs ?? 0));
      paces.set(receiverOf(webhook), next);
      return next.resumeAt > (pace?.resumeAt ?? 0)
        ? { until: new Date(next.resumeAt), status: asks.status }
        : null;
    },
    /** Until when nothing is to be sent to a webhook (epoch ms); may be past. */
    resumeAt,
    isPaused: (webhook: DeliveryWebhook): boolean => resumeAt(webhook) > now(),
    /** Requests a second that a webhook may be sent now; null where nothing limits them. */
    perSecond(webhook: DeliveryWebhook): number | null {
      const limit = limitOf(webhook);
      const pace = paceOf(webhook);
      if (!pace || isOver(pace, now())) return limit;
      return Math.min(limit ?? Number.POSITIVE_INFINITY, perSecond(pace));
    },
    /** Forgets what is long ago. */
    forget(): void {
      for (const [receiver, pace] of paces) if (isOld(pace, now())) paces.delete(receiver);
    },
  };
}

import type { Outcome } from "../delivery";
import { limitOf } from "../message/formats/pace";
import type { DeliveryWebhook } from "../webhook";
import { hushed, isOld, isOver, type Pace, paused, perSecond, refused, taken } from "./pace";
import { createSilences, isSilent } from "./silences";

/** How long a webhook is left alone because its receiver asked for it, and with which status; null: because it does not answer. */
export type Pause = { forMs: number; status: 429 | 503 | null };

/** Another URL is another receiver. */
const receiverOf = ({ id, url }: DeliveryWebhook) => `${id} ${url}`;

/**
 * What this process knows of how fast its webhooks' receivers can be sent to. A webhook whose receiver never asked for patience
 * is not in it.
 * @param now milliseconds that only ever grow: all moments here are its.
 */
export function createPaces(now: () => number) {
  const paces = new Map<string, Pace>();
  const silences = createSilences();

  /** Takes in what another process, or this one before it was restarted, wrote down. */
  function hear(webhook: DeliveryWebhook, until: number): void {
    const receiver = receiverOf(webhook);
    const pace = paces.get(receiver) ?? null;
    if (until <= (pace?.resumeAt ?? Number.NEGATIVE_INFINITY)) return;
    const heard = paused(pace, until);
    if (!isOld(heard, now())) paces.set(receiver, heard);
  }

  function paceOf(webhook: DeliveryWebhook): Pace | undefined {
    if (webhook.resumeAt !== null) hear(webhook, webhook.resumeAt);
    return paces.size > 0 ? paces.get(receiverOf(webhook)) : undefined;
  }

  const resumeInMs = (webhook: DeliveryWebhook): number => {
    const pace = paceOf(webhook);
    return pace ? Math.max(0, pace.resumeAt - now()) : 0;
  };

  return {
    hear,
    /**
     * Learns from what came of a request sent at `sentAt`. Tells the pause when the receiver asked for one, or for a longer one, or has not
     * answered for long.
     */
    learn({ delivery: { webhook }, exchange, errorClass, asks }: Outcome, sentAt: number): Pause | null {
      const pace = paceOf(webhook) ?? null;
      if (exchange.status !== undefined) {
        if (silences.any()) silences.answered(receiverOf(webhook));
      } else if (isSilent(errorClass)) {
        // What was under way together says the same once.
        if (pace && sentAt < pace.resumeAt) return null;
        const forMs = silences.unanswered(receiverOf(webhook), now());
        if (forMs > 0) paces.set(receiverOf(webhook), hushed(pace, now() + forMs));
        return forMs > 0 ? { forMs, status: null } : null;
      }
      if (!asks) {
        if (pace && exchange.status !== undefined) paces.set(receiverOf(webhook), taken(pace, sentAt));
        return null;
      }
      const at = now();
      const waitMs = asks.seconds && asks.seconds * 1000;
      const next =
        asks.status === 429 ? refused(pace, { sentAt, now: at, waitMs }) : paused(pace, at + (waitMs ?? 0));
      paces.set(receiverOf(webhook), next);
      const isLonger = pace === null || next.resumeAt > pace.resumeAt;
      return isLonger ? { forMs: Math.max(0, next.resumeAt - at), status: asks.status } : null;
    },
    /** For how long nothing is to be sent to a webhook, in ms; 0 where nothing stands in the way. */
    resumeInMs,
    isPaused: (webhook: DeliveryWebhook): boolean => resumeInMs(webhook) > 0,
    /** Whether the receiver has not answered for so long that it is asked by one request at a time. */
    isProbed: (webhook: DeliveryWebhook): boolean => silences.any() && silences.isLong(receiverOf(webhook)),
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
      silences.forget(now());
    },
  };
}

export type Paces = ReturnType<typeof createPaces>;

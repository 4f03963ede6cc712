import { formatMoment } from "@/lib/format";
import { type MatchableEvent, type MatchSettings, matchWebhook } from "@/lib/matching/match";

/** What is asked of a webhook that an event did not go to. */
export type PassedOver = MatchSettings & {
  id: string;
  status: "active" | "inactive" | "disabled";
  statusChangedAt: Date;
  createdAt: Date;
  updatedAt: Date;
};

/** When the event came, and to whom it was meant to go besides what subscribes. */
export type EventFacts = { createdAt: Date; testWebhookId: string | null; dataEndpointId: string | null };

/** An event is fanned out within moments; one that is younger may still be on its way. */
const ON_ITS_WAY_MS = 10_000;

/**
 * Why an event made no job for a webhook, in a sentence: judged by the webhook's settings as they are now, and said so where they have changed since. Pure.
 */
export function whyNot(webhook: PassedOver, content: MatchableEvent, event: EventFacts, now: Date): string {
  if (event.testWebhookId && event.testWebhookId !== webhook.id)
    return "This is a test event of another webhook.";
  if (webhook.createdAt > event.createdAt) return "The webhook was created after this event.";
  const asked = event.dataEndpointId === webhook.id || event.testWebhookId === webhook.id;
  const match = asked ? { matches: true as const } : matchWebhook(webhook, content);
  if (!match.matches) return match.why;
  if (now.getTime() - event.createdAt.getTime() < ON_ITS_WAY_MS) return "It is on its way.";
  if (webhook.status !== "active") {
    return webhook.statusChangedAt <= event.createdAt
      ? `The webhook was ${webhook.status} then.`
      : `The webhook is ${webhook.status}.`;
  }
  if (webhook.statusChangedAt > event.createdAt) {
    return `The webhook was off then; it was activated on ${formatMoment(webhook.statusChangedAt, "UTC")}.`;
  }
  if (webhook.updatedAt > event.createdAt) {
    return "It matches the webhook’s settings of today, which have changed since then.";
  }
  return "Its job is older than what is kept.";
}

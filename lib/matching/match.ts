import type { webhooks } from "@/db/schema";
import { readToCompare } from "@/lib/json/read";
import { compileFilter, evaluateFilter, type FilterEvent } from "./filter";
import { matchesAny, objectOf } from "./patterns";
import { matchTargets, targetWhy } from "./targets";

/** Whether an event goes to a webhook, and if not, why, in words for the event's page. */
export type Match = { matches: true } | { matches: false; why: string };

/** An event to be matched against many webhooks: its JSON is parsed once, and only if one of them looks into it. */
export type MatchableEvent = {
  readonly type: string;
  /** Characters of its JSON. */
  readonly characters: number;
  /** The event as filters see it. */
  readonly parsed: FilterEvent;
};

/** What of an event is looked at. Its data and changes are JSON text, as they were accepted. */
type StoredEvent = {
  id: string;
  type: string;
  dataText: string;
  changesText: string | null;
  occurredAt: Date;
};

/** Makes an event matchable; make it once for all webhooks of its organisation. */
export function matchable(event: StoredEvent): MatchableEvent {
  let parsed: FilterEvent | undefined;
  return {
    type: event.type,
    characters: event.dataText.length + (event.changesText?.length ?? 0),
    get parsed() {
      parsed ??= {
        id: event.id,
        type: event.type,
        object: objectOf(event.type),
        data: readToCompare(event.dataText),
        changes: event.changesText === null ? {} : readToCompare(event.changesText),
        time: event.occurredAt,
      };
      return parsed;
    },
  };
}

/** The settings that decide what a webhook gets. */
export type MatchSettings = Pick<typeof webhooks.$inferSelect, "subscriptions" | "targets" | "filter">;

/** Decides whether an active webhook asked for an event: its subscriptions, then its target attendees, then its filter. Pure. */
export function matchWebhook(webhook: MatchSettings, event: MatchableEvent): Match {
  if (!matchesAny(webhook.subscriptions, event.type)) {
    return { matches: false, why: `Not subscribed to ${event.type}.` };
  }
  if (webhook.targets.length > 0) {
    const result = matchTargets(webhook.targets, event.parsed.data);
    if (!result.matches) return { matches: false, why: targetWhy(result) };
  }
  if (!webhook.filter) return MATCHES;
  return evaluateFilter(compileFilter(webhook.filter), event.parsed, event.characters);
}

const MATCHES: Match = { matches: true };

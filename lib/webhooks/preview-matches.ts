import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema";
import { authorise, type Ctx } from "@/lib/auth/context";
import { listEventTypes } from "@/lib/catalog";
import type { DeliveryEvent } from "@/lib/delivery/delivery";
import { readToShow } from "@/lib/json/read";
import { checkFilter } from "@/lib/matching/filter";
import { explainFilter, type FilterReason } from "@/lib/matching/filter/explain";
import type { FilterProblem } from "@/lib/matching/filter/words";
import { matchable, matchWebhook } from "@/lib/matching/match";
import { type DecidedTarget, matchTargets } from "@/lib/matching/targets";
import { typesCovered } from "./content-checks";
import { isCovered } from "./covered";
import type { PreviewSettings } from "./preview-settings";

/** Events that are shown, and how many of the organisation's latest are looked through for them. */
const SHOWN = 50;
const LOOK_BACK = 5_000;

/** A recent event and what the settings make of it. */
export type PreviewedMatch = {
  id: string;
  type: string;
  /** ISO 8601. */
  occurredAt: string;
  matches: boolean;
  /** Why not, in words; null when it matches. */
  why: string | null;
  /** Each target condition with the value it met. */
  targets: DecidedTarget[];
  /** The part of the filter that decided, with the values it read; null without a filter, or where the targets refused already. */
  filter: FilterReason | null;
};

export type MatchPreview = {
  /** The latest first: real events of the types subscribed to, at most 50. */
  events: PreviewedMatch[];
  matched: number;
  /** What is wrong with the filter; then no event matches. */
  filterProblem: FilterProblem | null;
};

/**
 * Which of the organisation's last 50 events of the types subscribed to would go to a webhook with these settings, and which value decided.
 * @throws AppError forbidden
 */
export async function previewMatches(
  ctx: Ctx,
  settings: Pick<PreviewSettings, "subscriptions" | "filter" | "targets">,
): Promise<MatchPreview> {
  authorise(ctx, "webhooks.read");
  const filter = settings.filter?.trim() || null;
  const [recent, problem] = await Promise.all([
    recentEvents(ctx, settings.subscriptions),
    filter ? problemOfFilter(ctx, filter, settings.subscriptions) : null,
  ]);
  const judged = recent.map((event) => judge({ ...settings, filter }, event));
  return {
    events: judged,
    matched: judged.filter(({ matches }) => matches).length,
    filterProblem: problem,
  };
}

async function problemOfFilter(ctx: Ctx, filter: string, patterns: string[]): Promise<FilterProblem | null> {
  const check = checkFilter(filter, typesCovered(patterns, await listEventTypes(ctx)));
  if (check.ok) return null;
  const { message, position } = check;
  return position ? { message, position } : { message };
}

function judge(
  settings: Pick<PreviewSettings, "subscriptions" | "filter" | "targets">,
  event: DeliveryEvent,
): PreviewedMatch {
  const content = matchable(event);
  const match = matchWebhook(settings, content);
  const targets = matchTargets(settings.targets, content.parsed.data);
  const reachesFilter = settings.filter && targets.matches;
  return {
    id: event.id,
    type: event.type,
    occurredAt: event.occurredAt.toISOString(),
    matches: match.matches,
    why: match.matches ? null : match.why,
    targets: targets.decided,
    filter: reachesFilter
      ? explainFilter(settings.filter ?? "", content.parsed, content.characters, {
          ...content.parsed,
          data: readToShow(event.dataText),
          changes: event.changesText === null ? {} : readToShow(event.changesText),
        })
      : null,
  };
}

/** Looks through a bounded number of events, so that a rare type does not make it slow. */
async function recentEvents(ctx: Ctx, patterns: string[]): Promise<DeliveryEvent[]> {
  const latest = db()
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.orgId, ctx.orgId), isNull(events.testWebhookId)))
    .orderBy(desc(events.id))
    .limit(LOOK_BACK);
  return db()
    .select({
      id: events.id,
      type: events.type,
      dataText: sql<string>`${events.data}::text`,
      changesText: sql<string | null>`${events.changes}::text`,
      occurredAt: events.occurredAt,
    })
    .from(events)
    .where(and(eq(events.orgId, ctx.orgId), sql`${events.id} in (${latest})`, isCovered(patterns)))
    .orderBy(desc(events.id))
    .limit(SHOWN);
}

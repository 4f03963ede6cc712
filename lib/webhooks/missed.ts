import { and, asc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { db } from "@/db/client";
import { events, jobs } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { matchable, matchWebhook } from "@/lib/delivery/match";
import { isCovered } from "./covered";
import type { WebhookRecord } from "./settings";
import { memberOf } from "./targets";

/** Events looked at in one statement, and in all. */
const PAGE = 1_000;
const LOOK_AT_MOST = 100_000;
/** An event is accepted before it is fanned out, and a switch takes a moment to be seen everywhere. */
const MARGIN_MS = 60_000;

/** An event that a webhook should have got; `number` is its job's, where one was cancelled or failed. */
export type MissedEvent = { eventId: string; eventType: string; number: number | null };

/** `isLast` on the page after which nothing is left; the pages end without it when there is too much to look through. */
export type MissedPage = { missed: MissedEvent[]; isLast: boolean };

/**
 * What a webhook has missed since it was switched off, oldest first: events that match its settings now and of which nothing has arrived, up to the
 * moment it was activated again, and before them the older ones whose retries the switch cancelled. What a person cancelled is left out, and so
 * are test events.
 */
export async function* missedPages(
  ctx: Ctx,
  webhook: WebhookRecord,
  since: Date,
): AsyncGenerator<MissedPage> {
  const begin = since.getTime() - MARGIN_MS;
  const activated = webhook.status === "active" ? webhook.statusChangedAt.getTime() : Date.now();
  const cancelledSince = sql`${jobs.finishedAt} >= ${new Date(begin).toISOString()}::timestamptz`;
  const older = and(lt(events.id, encodeTime(begin)), eq(jobs.status, "cancelled"), cancelledSince);
  for await (const { missed } of pages(ctx, webhook, older)) yield { missed, isLast: false };
  const between = and(gt(events.id, encodeTime(begin)), lt(events.id, encodeTime(activated + MARGIN_MS)));
  yield* pages(ctx, webhook, between);
}

async function* pages(ctx: Ctx, webhook: WebhookRecord, where: SQL | undefined): AsyncGenerator<MissedPage> {
  let cursor = "";
  for (let seen = 0; seen < LOOK_AT_MOST; seen += PAGE) {
    const rows = await candidates(ctx, webhook, and(where, gt(events.id, cursor)));
    const isLast = rows.length < PAGE;
    yield { missed: rows.filter((row) => goesTo(webhook, row)).map(toMissed), isLast };
    if (isLast) return;
    cursor = rows.at(-1)?.id ?? cursor;
  }
}

type Candidate = Awaited<ReturnType<typeof candidates>>[number];

function candidates(ctx: Ctx, webhook: WebhookRecord, where: SQL | undefined) {
  const looksInside = webhook.filter !== null || webhook.targets.length > 0;
  // Read here rather than by PostgreSQL, whose `->>` fails on texts that JSON allows.
  const isRead = looksInside ? sql`true` : isAboutWebhooks;
  return (
    db()
      .select({
        id: events.id,
        type: events.type,
        // What nobody looks into is not read.
        dataText: sql<string>`case when ${isRead} then ${events.data}::text else '{}' end`,
        changesText: looksInside ? sql<string | null>`${events.changes}::text` : sql<string | null>`null`,
        occurredAt: events.occurredAt,
        dataEndpointId: events.dataEndpointId,
        number: jobs.number,
      })
      .from(events)
      // By event and webhook alone, which is an index of its own; with the organisation another one looks as good and is not.
      .leftJoin(jobs, and(eq(jobs.eventId, events.id), eq(jobs.webhookId, webhook.id)))
      .where(
        and(
          eq(events.orgId, ctx.orgId),
          isNull(events.testWebhookId),
          or(isCovered(webhook.subscriptions), eq(events.dataEndpointId, webhook.id)),
          or(and(isNull(jobs.number), isSettled), isUndelivered),
          where,
        ),
      )
      .orderBy(asc(events.id))
      .limit(PAGE)
  );
}

/** A job that is over without success, and that nobody cancelled by hand (lib/jobs/mutations gives the reason). */
const isUndelivered = sql`(${jobs.status} in ('failed', 'cancelled') and coalesce(${jobs.reason}, '') not like 'Cancelled by %')`;

const isAboutWebhooks = sql<boolean>`starts_with(${events.type}, 'webhook.')`;

function goesTo(webhook: WebhookRecord, event: Candidate): boolean {
  if (isNoNews(webhook, event)) return false;
  return event.dataEndpointId === webhook.id || matchWebhook(webhook, matchable(event)).matches;
}

/** That it was switched off is no news to it. */
function isNoNews(webhook: WebhookRecord, { type, dataText }: Candidate): boolean {
  return type.startsWith("webhook.") && memberOf(JSON.parse(dataText), "id") === webhook.id;
}

/** Its batch is done with: a pair without a job has none because the webhook was not to get it. While a first try is under way it has none yet. */
const isSettled = sql`not exists (
  select from event_batches b where b.org_id = ${events.orgId} and ${events.id} = any (b.event_ids))`;

const toMissed = ({ id, type, number }: Candidate): MissedEvent => ({ eventId: id, eventType: type, number });

import { and, asc, eq, gt, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { db } from "@/db/client";
import { eventBatches, events, jobs } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { matchable, matchWebhook } from "@/lib/matching/match";
import { memberOf } from "@/lib/matching/targets";
import { isCovered } from "./covered";
import type { WebhookRecord } from "./settings";

/** Events that one statement looks at, of which it brings those that may be missed; how many of these are looked into in all. */
const STRETCH = 10_000;
const PAGE = 1_000;
const LOOK_AT_MOST = 100_000;
/** An event is accepted before it is fanned out, and a switch takes a moment to be seen everywhere. */
const MARGIN_MS = 60_000;

/** An event that a webhook should have got; `number` is its job's, where one was cancelled or failed. */
export type MissedEvent = { eventId: string; eventType: string; number: number | null };

/**
 * `after`: the last event looked at, from which a later look can go on. `isLast` on the page after which nothing is left; the pages end without it
 * when there is too much to look through.
 */
export type MissedPage = { missed: MissedEvent[]; after: string; isLast: boolean };

/**
 * What a webhook has missed since it was switched off, oldest first: events that match its settings now and of which nothing has arrived, up to the
 * moment it was activated again, and before them the older ones whose retries the switch cancelled. What a person cancelled is left out, and so
 * are test events, and what a replay that was not finished has looked at.
 */
export async function* missedPages(
  ctx: Ctx,
  webhook: WebhookRecord,
  since: Date,
): AsyncGenerator<MissedPage> {
  const begin = since.getTime() - MARGIN_MS;
  const activated = webhook.status === "active" ? webhook.statusChangedAt.getTime() : Date.now();
  let isThroughOlder = false;
  const older = and(lt(events.id, encodeTime(begin)), hasCancelledJob(ctx, webhook, new Date(begin)));
  // Found by their jobs: a stretch of all events would be mostly of others.
  const toEnd = async () => null;
  for await (const page of pages(ctx, webhook, older, toEnd)) {
    if (page.missed.length > 0) yield { ...page, isLast: false };
    isThroughOlder = page.isLast;
  }
  if (!isThroughOlder) return;
  const between = and(gt(events.id, encodeTime(begin)), lt(events.id, encodeTime(activated + MARGIN_MS)));
  yield* pages(ctx, webhook, between, (after) => endOfStretch(ctx, and(between, gt(events.id, after))));
}

/** Whether something that the webhook may be to get was accepted before it was activated and is still in hand: nobody knows yet who gets it. */
export async function isInHand(ctx: Ctx, webhook: WebhookRecord): Promise<boolean> {
  const [row] = await db()
    .select({ id: events.id })
    .from(eventBatches)
    .innerJoin(events, sql`${events.id} = any (${eventBatches.eventIds})`)
    .where(
      and(
        eq(eventBatches.orgId, ctx.orgId),
        lt(eventBatches.createdAt, webhook.statusChangedAt),
        mayBeFor(webhook),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** By its type, or because it names the webhook; tests go to theirs alone, and are missed by nobody. */
const mayBeFor = ({ id, subscriptions }: WebhookRecord) =>
  and(isNull(events.testWebhookId), or(isCovered(subscriptions), eq(events.dataEndpointId, id)));

async function* pages(
  ctx: Ctx,
  webhook: WebhookRecord,
  where: SQL | undefined,
  endAfter: (after: string) => Promise<string | null>,
): AsyncGenerator<MissedPage> {
  let after = webhook.missedAfter ?? "";
  let isLast = false;
  for (let seen = 0; seen < LOOK_AT_MOST && !isLast; ) {
    const end = await endAfter(after);
    const stretch = and(where, gt(events.id, after), end === null ? undefined : lte(events.id, end));
    const rows = await candidates(ctx, webhook, stretch);
    seen += rows.length;
    const isWhole = rows.length < PAGE;
    isLast = isWhole && end === null;
    after = (isWhole ? end : null) ?? rows.at(-1)?.id ?? after;
    yield { missed: rows.filter((row) => goesTo(webhook, row)).map(toMissed), after, isLast };
  }
}

/** The last event of a stretch of the organisation's, or null when fewer are left: however rare a type is, no statement reads all that there is. */
async function endOfStretch(ctx: Ctx, where: SQL | undefined): Promise<string | null> {
  const [row] = await db()
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.orgId, ctx.orgId), where))
    .orderBy(asc(events.id))
    .offset(STRETCH - 1)
    .limit(1);
  return row?.id ?? null;
}

type Candidate = Awaited<ReturnType<typeof candidates>>[number];

function candidates(ctx: Ctx, webhook: WebhookRecord, where: SQL | undefined) {
  const looksInside = webhook.filter !== null || webhook.targets.length > 0;
  // Read here rather than by PostgreSQL, whose `->>` fails on texts that JSON allows.
  const isRead = looksInside ? sql`true` : isAboutWebhooks;
  const job = jobOf(webhook);
  return db()
    .select({
      id: events.id,
      type: events.type,
      // What nobody looks into is not read.
      dataText: sql<string>`case when ${isRead} then ${events.data}::text else '{}' end`,
      changesText: looksInside ? sql<string | null>`${events.changes}::text` : sql<string | null>`null`,
      occurredAt: events.occurredAt,
      dataEndpointId: events.dataEndpointId,
      number: job.number,
    })
    .from(events)
    .leftJoinLateral(job, sql`true`)
    .where(
      and(
        eq(events.orgId, ctx.orgId),
        mayBeFor(webhook),
        or(and(isNull(job.number), isSettled), job.isUndelivered),
        where,
      ),
    )
    .orderBy(asc(events.id))
    .limit(PAGE);
}

/**
 * The event's job, looked up for one event after the other: as a plain join the index of all organisations' jobs is read from end to end.
 * By event and webhook alone, which is an index of its own; with the organisation another one looks as good and is not.
 */
const jobOf = (webhook: WebhookRecord) =>
  db()
    .select({
      number: jobs.number,
      isUndelivered: isUndelivered.as("is_undelivered"),
    })
    .from(jobs)
    .where(and(eq(jobs.eventId, events.id), eq(jobs.webhookId, webhook.id)))
    .limit(1)
    .as("job");

/** As an array it is found once, and its events by their key, however many others there are. */
const hasCancelledJob = (ctx: Ctx, webhook: WebhookRecord, since: Date) => sql`${events.id} = any (array(
  select c.event_id from jobs c where c.org_id = ${ctx.orgId} and c.webhook_id = ${webhook.id} and c.status = 'cancelled'
    and c.cancel_code <> 'by_hand' and c.finished_at >= ${since.toISOString()}::timestamptz))`;

/** Over without success, and nobody cancelled it by hand. */
const isUndelivered = sql<boolean>`(${jobs.status} in ('failed', 'cancelled') and ${jobs.cancelCode} is distinct from 'by_hand')`;

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

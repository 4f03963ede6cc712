import { and, eq, lt, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, type Tx, transaction } from "@/db/client";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { eventBatches, webhooks } from "@/db/schema";
import { announceLanes } from "@/inngest/send";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { beginAnew } from "@/lib/jobs/begin-anew";
import { makeLanesDue } from "@/lib/jobs/due";
import { findWebhookRecord } from "./data";
import { type MissedEvent, missedPages } from "./missed";
import type { WebhookRecord } from "./settings";

/** Events replayed by one call; the rest can be replayed by the next. */
export const MAX_REPLAY = 10_000;

/** What a webhook missed while it was off. `more`: there are more than were counted. */
export type Missed = { since: string; count: number; more: boolean };

/**
 * How many events a webhook missed while it was off and would get now; at most 10 000 are counted. The webhook need not be active yet.
 * @returns null when it was not switched off, or what it missed was replayed or let go.
 * @throws AppError not_found, forbidden
 */
export async function countMissed(ctx: Ctx, webhookId: string): Promise<Missed | null> {
  authorise(ctx, "webhooks.read");
  const webhook = (await findWebhookRecord(ctx, webhookId)) ?? notFound("webhook");
  const since = webhook.missedSince;
  if (!since) return null;
  let count = 0;
  let isComplete = false;
  for await (const { missed, isLast } of missedPages(ctx, webhook, since)) {
    count += missed.length;
    isComplete = isLast;
    if (count >= MAX_REPLAY) break;
  }
  const more = !isComplete || count > MAX_REPLAY;
  return { since: since.toISOString(), count: Math.min(count, MAX_REPLAY), more };
}

/**
 * Sends a webhook what it missed while it was off: each event gets its job, or the job it had is queued again with all its tries. Written in groups, at most
 * 10 000 a call; doing it twice sends nothing twice.
 * @returns how many jobs were queued, and whether there is `more` to replay.
 * @throws AppError not_found, conflict while it is not active, forbidden
 */
export async function replayMissed(
  ctx: Ctx,
  webhookId: string,
): Promise<{ replayed: number; more: boolean }> {
  authorise(ctx, "jobs.write");
  const webhook = (await findWebhookRecord(ctx, webhookId)) ?? notFound("webhook");
  if (webhook.status !== "active") {
    throw new AppError(
      "conflict",
      `Activate “${webhook.name}” first: nothing is sent to it while it is off.`,
    );
  }
  if (!webhook.missedSince) return { replayed: 0, more: false };
  let replayed = 0;
  let isComplete = false;
  for await (const { missed, isLast } of missedPages(ctx, webhook, webhook.missedSince)) {
    const group = missed.slice(0, MAX_REPLAY - replayed);
    replayed += await withPatience(LONG_PATIENCE_MS, () => queueGroup(ctx, webhook, group));
    isComplete = isLast && group.length === missed.length;
    if (replayed >= MAX_REPLAY) break;
  }
  isComplete &&= !(await isInHand(ctx, webhook.statusChangedAt));
  await finish(ctx, webhook, replayed, isComplete);
  return { replayed, more: !isComplete };
}

/**
 * Lets go of what a webhook missed: it is offered no more.
 * @throws AppError not_found, forbidden
 */
export async function dismissMissed(ctx: Ctx, webhookId: string): Promise<void> {
  authorise(ctx, "webhooks.write");
  await transaction(async (tx) => {
    const webhook = (await findWebhookRecord(ctx, webhookId, { lock: true })) ?? notFound("webhook");
    // While it is off it goes on missing events: from now on.
    const missedSince = webhook.status === "active" ? null : sql`now()`;
    await tx.update(webhooks).set({ missedSince }).where(ofThis(ctx, webhook));
  });
}

const ofThis = (ctx: Ctx, { id }: Pick<WebhookRecord, "id">) =>
  and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id));

/** One group in one transaction, while nobody can switch the webhook off. */
function queueGroup(ctx: Ctx, webhook: WebhookRecord, missed: MissedEvent[]): Promise<number> {
  if (missed.length === 0) return Promise.resolve(0);
  return transaction(async (tx) => {
    const [row] = await tx
      .select({ status: webhooks.status })
      .from(webhooks)
      .where(ofThis(ctx, webhook))
      .for("share");
    if (row?.status !== "active") {
      throw new AppError(
        "conflict",
        "The webhook was switched off meanwhile. What was queued until then was cancelled.",
      );
    }
    const again = missed.filter(({ number }) => number !== null);
    const fresh = missed.filter(({ number }) => number === null);
    return (await queueAgain(ctx, again)) + (await makeJobs(ctx, webhook.id, fresh));
  });
}

async function queueAgain(ctx: Ctx, missed: MissedEvent[]): Promise<number> {
  if (missed.length === 0) return 0;
  const numbers = array(
    missed.map(({ number }) => number),
    "int",
  );
  const rows = await db().execute(sql`
    update jobs set ${beginAnew}
    where org_id = ${ctx.orgId} and number = any (${numbers}) and status in ('failed', 'cancelled')
    returning number`);
  return rows.length;
}

async function makeJobs(ctx: Ctx, webhookId: string, missed: MissedEvent[]): Promise<number> {
  if (missed.length === 0) return 0;
  const ids = array(
    missed.map(({ eventId }) => eventId),
    "text",
  );
  const types = array(
    missed.map(({ eventType }) => eventType),
    "text",
  );
  const rows = await db().execute(sql`
    with counter as (
      insert into org_counters as c (org_id, last_job_number) values (${ctx.orgId}, ${missed.length})
      on conflict (org_id) do update set last_job_number = c.last_job_number + excluded.last_job_number
      returning last_job_number - ${missed.length}::int as before
    )
    insert into jobs (org_id, number, event_id, event_type, webhook_id, status)
    select ${ctx.orgId}, counter.before + e.place, e.id, e.type, ${webhookId}, 'queued'
    from unnest(${ids}, ${types}) with ordinality as e (id, type, place), counter
    on conflict (event_id, webhook_id) do nothing
    returning number`);
  return rows.length;
}

/** Whether what was accepted before the moment is still being sent: which webhooks were to get it is not known yet. */
async function isInHand(ctx: Ctx, before: Date): Promise<boolean> {
  const [row] = await db()
    .select({ id: eventBatches.id })
    .from(eventBatches)
    .where(and(eq(eventBatches.orgId, ctx.orgId), lt(eventBatches.createdAt, before)))
    .limit(1);
  return row !== undefined;
}

async function finish(
  ctx: Ctx,
  webhook: WebhookRecord,
  replayed: number,
  isComplete: boolean,
): Promise<void> {
  await transaction(async (tx) => {
    if (isComplete) await forget(tx, ctx, webhook);
    if (replayed === 0) return;
    await recordAudit(tx, ctx, {
      action: "webhook.replayed",
      target: { kind: "webhook", id: webhook.id, name: webhook.name },
      changes: { events: [null, replayed] },
    });
    await makeLanesDue([webhook.id]);
    await announceLanes();
  });
}

/** Not when it was switched off and on again meanwhile: then there is something new to offer. */
async function forget(tx: Tx, ctx: Ctx, { id, statusChangedAt }: WebhookRecord): Promise<void> {
  const now = await findWebhookRecord(ctx, id, { lock: true });
  if (now?.statusChangedAt.getTime() !== statusChangedAt.getTime()) return;
  await tx.update(webhooks).set({ missedSince: null }).where(ofThis(ctx, now));
}

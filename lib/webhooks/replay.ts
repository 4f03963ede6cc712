import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "@/db/client";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { webhooks } from "@/db/schema";
import { announceLanes } from "@/inngest/send";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { makeJobs, type NewJob } from "@/lib/jobs/make";
import { requeueJobs } from "@/lib/jobs/requeue";
import { findWebhookRecord } from "./data";
import { isInHand, type MissedEvent, missedPages } from "./missed";
import type { WebhookRecord } from "./settings";

/** Events replayed by one call; the rest can be replayed by the next. */
const MAX_REPLAY = 10_000;

/** How long is counted, in ms: somebody looks at a page and waits for the number. Where nothing is found by then, it is looked for a little longer. */
const COUNT_MS = 500;
const FIND_MS = 2_000;

/** How far a replay has come: through with all, or to some event. */
type Progress = Partial<Pick<WebhookRecord, "missedSince" | "missedAfter">>;
const DONE: Progress = { missedSince: null, missedAfter: null };

/** What a webhook missed while it was off. `more`: there are more than were counted. */
export type Missed = { since: string; count: number; more: boolean };

/**
 * How many events a webhook missed while it was off and would get now; at most 10 000 are counted, and for about `budgetMs`, so `more` with a count of 0 is possible. The webhook need not be active yet.
 * @returns null when it was not switched off, or what it missed was replayed or let go.
 * @throws AppError not_found, forbidden
 */
export async function countMissed(ctx: Ctx, webhookId: string, budgetMs = COUNT_MS): Promise<Missed | null> {
  const until = performance.now() + budgetMs;
  authorise(ctx, "webhooks.read");
  const webhook = (await findWebhookRecord(ctx, webhookId)) ?? notFound("webhook");
  const since = webhook.missedSince;
  if (!since) return null;
  let count = 0;
  let isComplete = false;
  for await (const { missed, isLast } of missedPages(ctx, webhook, since)) {
    count += missed.length;
    isComplete = isLast;
    if (count >= MAX_REPLAY || performance.now() > (count > 0 ? until : until + FIND_MS)) break;
  }
  const more = !isComplete || count > MAX_REPLAY;
  return { since: since.toISOString(), count: Math.min(count, MAX_REPLAY), more };
}

/**
 * Sends a webhook what it missed while it was off: each event gets its job, or the job it had is queued again with all its tries. Written in groups, at most
 * 10 000 a call; the next goes on where it stopped, and doing it twice sends nothing twice.
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
  const inHand = await isInHand(ctx, webhook);
  let replayed = 0;
  let isComplete = false;
  let after = webhook.missedAfter;
  for await (const page of missedPages(ctx, webhook, webhook.missedSince)) {
    const group = page.missed.slice(0, MAX_REPLAY - replayed);
    replayed += await withPatience(LONG_PATIENCE_MS, () => queueGroup(ctx, webhook, group));
    const isWhole = group.length === page.missed.length;
    after = isWhole ? page.after : (group.at(-1)?.eventId ?? after);
    isComplete = page.isLast && isWhole && !inHand;
    if (replayed >= MAX_REPLAY) break;
  }
  // What is in hand may lie before the place that was come to.
  const progress = isComplete ? DONE : { missedAfter: inHand ? webhook.missedAfter : after };
  await finish(ctx, webhook, replayed, progress);
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
    await tx.update(webhooks).set({ missedSince, missedAfter: null }).where(ofThis(ctx, webhook));
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
    const again = missed.flatMap(({ number }) => number ?? []);
    const fresh = missed.filter(({ number }) => number === null);
    const made = await makeJobs(
      fresh.map((event) => queued(ctx, webhook, event)),
      [],
    );
    return (await requeueJobs(ctx, again)) + made.length;
  });
}

const queued = (ctx: Ctx, { id }: WebhookRecord, { eventId, eventType }: MissedEvent): NewJob => ({
  orgId: ctx.orgId,
  eventId,
  eventType,
  webhookId: id,
  isTest: false,
  status: "queued",
  dueInMs: 0,
  attempt: null,
});

async function finish(ctx: Ctx, webhook: WebhookRecord, replayed: number, progress: Progress): Promise<void> {
  await transaction(async (tx) => {
    await remember(tx, ctx, webhook, progress);
    if (replayed === 0) return;
    await recordAudit(tx, ctx, {
      action: "webhook.replayed",
      target: { kind: "webhook", id: webhook.id, name: webhook.name },
      changes: { events: [null, replayed] },
    });
    await announceLanes();
  });
}

/** Not when it was switched off and on again, or changed, meanwhile: then there is something new to offer. */
async function remember(tx: Tx, ctx: Ctx, before: WebhookRecord, progress: Progress): Promise<void> {
  const now = await findWebhookRecord(ctx, before.id, { lock: true });
  if (now?.statusChangedAt.getTime() !== before.statusChangedAt.getTime()) return;
  if (now.missedAfter !== before.missedAfter || now.updatedAt.getTime() !== before.updatedAt.getTime())
    return;
  await tx.update(webhooks).set(progress).where(ofThis(ctx, now));
}

import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { cancelStrays, claimDue, readyInOrder } from "./claims";
import type { Delivery } from "./delivery";
import type { Dispatcher } from "./dispatcher";
import { FALLBACK_MS } from "./wake";
import { type DeliveryWebhook, findDeliveryWebhook } from "./webhook";

/** How long one call drains before it lets the engine take stock. */
const BUDGET_MS = 10_000;
/** How long a call waits for a receiver; then it goes, and the receiver's answer wakes the lane again. */
const PATIENCE_MS = 500;
/** Jobs claimed at once: twice as many after a chunk that was through in FAST_MS, half as many after a slower one. */
const CHUNK = { least: 16, most: 128 };
const FAST_MS = 250;
/** Seconds' worth of requests claimed at once in a lane that goes at a rate. */
const RATE_WINDOW_SECONDS = 2;

/** What one round did: how many jobs it claimed, and when to come back at the earliest (epoch ms) if it must leave. */
type Round = { claimed: number; leaveUntil?: number };

/**
 * Drains what is due in one lane. Everything that waits, is retried, goes in order or at a rate comes through here.
 * @param at the wake this call answers (epoch ms); when another has taken its place, nothing is done.
 * @returns when to come again (epoch ms), or null when nothing waits.
 */
export async function drainLane(
  webhookId: string,
  at: number | undefined,
  dispatcher: Dispatcher,
): Promise<number | null> {
  if (at !== undefined) {
    const standing = await standingWake(webhookId);
    // This call was made before, and its answer lost on the way.
    if (standing.plannedBy === at) return standing.at;
    if (standing.at !== at) return null;
  }
  const leave = dispatcher.attend(webhookId);
  const round = await drainFor(webhookId, dispatcher).finally(leave);
  return round === "gone" ? null : planWake(webhookId, at, round.leaveUntil);
}

/** Drains until nothing is due, the lane must be left, or the budget is used up. */
async function drainFor(webhookId: string, dispatcher: Dispatcher): Promise<Round | "gone"> {
  const deadline = performance.now() + BUDGET_MS;
  dispatcher.setBacklog(webhookId, true);
  let chunk = CHUNK.least;
  let patience = 0;
  let round: Round = { claimed: 0 };
  while (performance.now() < deadline && !dispatcher.stopping) {
    const webhook = await findDeliveryWebhook(webhookId);
    if (webhook?.status !== "active") await cancelStrays([webhookId]);
    if (!webhook) return "gone";
    if (!webhook.isReadable) return { claimed: 0, leaveUntil: Date.now() + FALLBACK_MS };
    const resumeAt = dispatcher.resumeAt(webhook);
    if (resumeAt > Date.now()) {
      round = { claimed: 0, leaveUntil: resumeAt };
      break;
    }
    const began = performance.now();
    round = await drainOnce(webhook, chunk, patience, dispatcher);
    if (round.claimed === 0 || round.leaveUntil !== undefined) break;
    patience = PATIENCE_MS;
    chunk =
      performance.now() - began < FAST_MS
        ? Math.min(chunk * 2, CHUNK.most)
        : Math.max(chunk >> 1, CHUNK.least);
  }
  if (round.leaveUntil === undefined) dispatcher.setBacklog(webhookId, false);
  return round;
}

function drainOnce(
  webhook: DeliveryWebhook,
  chunk: number,
  patience: number,
  dispatcher: Dispatcher,
): Promise<Round> {
  const perSecond = dispatcher.perSecond(webhook);
  if (webhook.ordered) return drainFirst(webhook, perSecond, dispatcher);
  if (perSecond !== null) return drainAtRate(webhook, perSecond, dispatcher);
  return drainChunk(webhook, chunk, patience, dispatcher);
}

/** A lane that is full when the call begins is left at once: its room wakes it. */
async function drainChunk(
  webhook: DeliveryWebhook,
  chunk: number,
  patience: number,
  dispatcher: Dispatcher,
): Promise<Round> {
  // The next chunk is claimed while the last of the one before is under way.
  const last = chunk > CHUNK.least ? chunk >> 1 : 0;
  if (!(await isSoon(dispatcher.whenRoom(webhook.id, last), patience))) {
    dispatcher.wakeAfter(webhook.id, dispatcher.whenRoom(webhook.id, 0));
    return { claimed: 0, leaveUntil: Date.now() + FALLBACK_MS };
  }
  const deliveries = await claimDue(webhook, chunk);
  const submitted = deliveries.map((delivery) => dispatcher.submit(delivery));
  await dispatcher.settle(submitted);
  return { claimed: deliveries.length };
}

async function drainFirst(
  webhook: DeliveryWebhook,
  rate: number | null,
  dispatcher: Dispatcher,
): Promise<Round> {
  const [delivery] = await claimDue(webhook, 1);
  if (!delivery) return { claimed: 0 };
  const delay = rate === null ? 0 : await reserveSlots(webhook.id, rate, 1);
  const sent = dispatcher.submit(delivery, delay);
  await dispatcher.settle([sent]);
  if (await isSoon(sent, PATIENCE_MS + delay)) return { claimed: 1 };
  dispatcher.wakeAfter(webhook.id, sent);
  return { claimed: 1, leaveUntil: Date.now() + FALLBACK_MS };
}

/** Claims no more than what goes within the window, less what this process holds already: a slow receiver must not pile it up. */
async function drainAtRate(webhook: DeliveryWebhook, rate: number, dispatcher: Dispatcher): Promise<Round> {
  const room = Math.ceil(rate * RATE_WINDOW_SECONDS) - dispatcher.heldOf(webhook.id);
  if (room <= 0) return { claimed: 0, leaveUntil: Date.now() + PATIENCE_MS };
  const deliveries: Delivery[] = await claimDue(webhook, room);
  if (deliveries.length === 0) return { claimed: 0 };
  const delayMs = await reserveSlots(webhook.id, rate, deliveries.length);
  const gapMs = 1_000 / rate;
  const submitted = deliveries.map((delivery, index) => dispatcher.submit(delivery, delayMs + index * gapMs));
  // Back a little early: the slots keep the pace, and no time is lost between two windows.
  const leaveUntil = Date.now() + delayMs + deliveries.length * gapMs - PATIENCE_MS;
  await dispatcher.settle(submitted);
  return { claimed: deliveries.length, leaveUntil: Math.ceil(leaveUntil) };
}

/** Whether something happens within `ms`. */
async function isSoon(done: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const first = await Promise.race([done.then(() => true), late]);
  clearTimeout(timer);
  return first;
}

/** The wake that stands for a lane, and the one whose call planned it, in epoch ms. */
async function standingWake(webhookId: string): Promise<{ at: number | null; plannedBy: number | null }> {
  const rows = await db().execute<{ at: string | null; planned_by: string | null }>(sql`
    select (extract(epoch from wake_at) * 1000)::bigint as at, (extract(epoch from planned_by) * 1000)::bigint as planned_by
    from lanes where webhook_id = ${webhookId}`);
  const toMs = (value: string | null | undefined) => (value ? Number(value) : null);
  return { at: toMs(rows[0]?.at), plannedBy: toMs(rows[0]?.planned_by) };
}

/** Takes the next `count` places in the lane's pace; answers how long until the first, in ms. */
async function reserveSlots(webhookId: string, rate: number, count: number): Promise<number> {
  const rows = await db().execute<{ delay_ms: number }>(sql`
    update lanes set next_slot_at = greatest(now(), next_slot_at) + make_interval(secs => ${count}::float8 / ${rate}::float8)
    where webhook_id = ${webhookId}
    returning extract(epoch from next_slot_at - now())::float8 * 1000 - ${count}::float8 * 1000 / ${rate}::float8 as delay_ms`);
  return Math.max(0, rows[0]?.delay_ms ?? 0);
}

/**
 * Writes down when the lane is due next, and answers it. In an ordered lane its first job decides. The lane is locked
 * before its jobs are read, so that a job that comes meanwhile is either seen here or sees what is written here.
 * @param at the wake that the call answers.
 */
async function planWake(
  webhookId: string,
  at: number | undefined,
  notBefore: number | undefined,
): Promise<number | null> {
  const moment = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return transaction(async (tx) => {
    await tx.execute(sql`select from lanes where webhook_id = ${webhookId} for update`);
    const rows = await tx.execute<{ at: string | null }>(sql`
      with waiting as (
        select case when w.ordered then ${readyInOrder(sql`w.id`)}
          else (select min(due_at) from jobs where webhook_id = w.id and status in ('queued', 'retrying')) end as due
        from webhooks w where w.id = ${webhookId}
      )
      update lanes set planned_by = ${moment(at)}::timestamptz,
        wake_at = date_trunc('milliseconds', greatest(waiting.due, ${moment(notBefore)}::timestamptz)) + interval '1 ms'
      from waiting where webhook_id = ${webhookId}
      returning (extract(epoch from wake_at) * 1000)::bigint as at`);
    const planned = rows[0]?.at;
    return planned ? Number(planned) : null;
  });
}

import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { logFault } from "@/lib/log";
import { claimDue } from "./claims";
import type { Delivery } from "./delivery";
import type { Dispatcher } from "./dispatcher";
import { requestWakes } from "./wake";
import { type DeliveryWebhook, findDeliveryWebhook } from "./webhook";

/** How long one call drains before it lets the engine take stock. */
const BUDGET_MS = 10_000;
/** How long a call waits for a receiver; then it goes, and the receiver's answer wakes the lane again. */
const PATIENCE_MS = 500;
/** When to come back if that wake is lost. */
const FALLBACK_MS = 5_000;
/** Jobs claimed at once: twice as many after a chunk that was through in FAST_MS, half as many after a slower one. */
const CHUNK = { least: 16, most: 128 };
const FAST_MS = 250;
/** Seconds' worth of requests claimed at once in a lane with a rate limit. */
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
  if (at !== undefined && (await isSuperseded(webhookId, at))) return null;
  const deadline = performance.now() + BUDGET_MS;
  dispatcher.setBacklog(webhookId, true);
  let chunk = CHUNK.least;
  let leaveUntil: number | undefined;
  while (leaveUntil === undefined && performance.now() < deadline && !dispatcher.stopping) {
    const webhook = await findDeliveryWebhook(webhookId);
    if (webhook?.status !== "active") await cancelStrays(webhookId, webhook !== null);
    if (!webhook) return null;
    const began = performance.now();
    const round = await drainOnce(webhook, chunk, dispatcher);
    if (round.claimed === 0) break;
    leaveUntil = round.leaveUntil;
    chunk =
      performance.now() - began < FAST_MS
        ? Math.min(chunk * 2, CHUNK.most)
        : Math.max(chunk >> 1, CHUNK.least);
  }
  if (leaveUntil === undefined) dispatcher.setBacklog(webhookId, false);
  return planWake(webhookId, leaveUntil);
}

function drainOnce(webhook: DeliveryWebhook, chunk: number, dispatcher: Dispatcher): Promise<Round> {
  if (webhook.ordered) return drainFirst(webhook, dispatcher);
  if (webhook.rateLimit !== null) return drainAtRate(webhook, webhook.rateLimit, dispatcher);
  return drainChunk(webhook, chunk, dispatcher);
}

async function drainChunk(webhook: DeliveryWebhook, chunk: number, dispatcher: Dispatcher): Promise<Round> {
  const deliveries = await claimDue(webhook, chunk);
  for (const delivery of deliveries) void dispatcher.submit(delivery);
  // The next chunk is claimed while the last of this one is under way.
  const last = chunk > CHUNK.least ? chunk >> 1 : 0;
  const leaveUntil = await waitOrLeave(webhook.id, dispatcher.whenRoom(webhook.id, last));
  return { claimed: deliveries.length, ...(leaveUntil !== undefined && { leaveUntil }) };
}

async function drainFirst(webhook: DeliveryWebhook, dispatcher: Dispatcher): Promise<Round> {
  const [delivery] = await claimDue(webhook, 1);
  if (!delivery) return { claimed: 0 };
  const delay = webhook.rateLimit === null ? 0 : await reserveSlots(webhook.id, webhook.rateLimit, 1);
  const leaveUntil = await waitOrLeave(webhook.id, dispatcher.submit(delivery, delay));
  return { claimed: 1, ...(leaveUntil !== undefined && { leaveUntil }) };
}

async function drainAtRate(webhook: DeliveryWebhook, rate: number, dispatcher: Dispatcher): Promise<Round> {
  const deliveries: Delivery[] = await claimDue(webhook, Math.ceil(rate * RATE_WINDOW_SECONDS));
  const delayMs = await reserveSlots(webhook.id, rate, deliveries.length);
  const gapMs = 1_000 / rate;
  const submitted = deliveries.map((delivery, index) => dispatcher.submit(delivery, delayMs + index * gapMs));
  // Back a little early: the slots keep the pace, and no time is lost between two windows.
  const leaveUntil = Date.now() + delayMs + deliveries.length * gapMs - PATIENCE_MS;
  await dispatcher.settle(submitted);
  return { claimed: deliveries.length, leaveUntil: Math.ceil(leaveUntil) };
}

/** Waits for `done` a little; if that is not enough, `done` wakes the lane, and the fallback is when to come otherwise. */
async function waitOrLeave(webhookId: string, done: Promise<void>): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), PATIENCE_MS);
  });
  const first = await Promise.race([done, patience]);
  clearTimeout(timer);
  if (first !== "late") return undefined;
  void done
    .then(() => requestWakes([{ webhookId, at: Date.now() }]))
    .catch((error) => logFault("A lane could not be woken", error));
  return Date.now() + FALLBACK_MS;
}

async function isSuperseded(webhookId: string, at: number): Promise<boolean> {
  const rows = await db().execute<{ same: boolean }>(sql`
    select wake_at = ${new Date(at).toISOString()}::timestamptz as same from lanes where webhook_id = ${webhookId}`);
  return !rows[0]?.same;
}

/** Takes the next `count` places in the lane's pace; answers how long until the first, in ms. */
async function reserveSlots(webhookId: string, rate: number, count: number): Promise<number> {
  const rows = await db().execute<{ delay_ms: number }>(sql`
    update lanes set next_slot_at = greatest(now(), next_slot_at) + make_interval(secs => ${count}::float8 / ${rate}::float8)
    where webhook_id = ${webhookId}
    returning extract(epoch from next_slot_at - now())::float8 * 1000 - ${count}::float8 * 1000 / ${rate}::float8 as delay_ms`);
  return Math.max(0, rows[0]?.delay_ms ?? 0);
}

/** Cancels what was queued in the moment the webhook was switched off or deleted. Test events still go to one that is off. */
async function cancelStrays(webhookId: string, exists: boolean): Promise<void> {
  await db().execute(sql`
    update jobs set status = 'cancelled', finished_at = now(),
      reason = ${exists ? "The webhook is not active" : "The webhook was deleted"}
    where webhook_id = ${webhookId} and status in ('queued', 'retrying') and not (is_test and ${exists})`);
}

/**
 * Writes down when the lane is due next, and answers it. In an ordered lane the first job decides; while that one is
 * being sent, its end wakes the lane, and its lease is the fallback.
 */
async function planWake(webhookId: string, notBefore: number | undefined): Promise<number | null> {
  const earliest = notBefore === undefined ? null : new Date(notBefore).toISOString();
  const rows = await db().execute<{ at: string | null }>(sql`
    with waiting as (
      select case when w.ordered then greatest(
          (select due_at from jobs where webhook_id = w.id and status in ('queued', 'retrying') order by number limit 1),
          (select max(lease_until) from jobs where org_id = w.org_id and webhook_id = w.id and status = 'running'))
        else (select min(due_at) from jobs where webhook_id = w.id and status in ('queued', 'retrying')) end as due
      from webhooks w where w.id = ${webhookId}
    )
    update lanes set wake_at = date_trunc('milliseconds', greatest(waiting.due, ${earliest}::timestamptz)) + interval '1 ms'
    from waiting where webhook_id = ${webhookId}
    returning (extract(epoch from wake_at) * 1000)::bigint as at`);
  const at = rows[0]?.at;
  return at ? Number(at) : null;
}

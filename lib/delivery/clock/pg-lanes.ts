import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, relaxed } from "@/db/client";
import { rows } from "@/db/rows";
import { fromNow, msUntil } from "@/db/spans";
import { nextDue } from "@/lib/jobs/claim";
import { BATCH_HOLDS_UP_MS, LEASE_MS } from "./constants";
import type { LaneState, Lease } from "./store";

const lease = fromNow(LEASE_MS);

/**
 * Takes lanes under a lease named `by`: those with something due, and those whose holder died. What comes due from now on stands in the row until the lane is
 * given back.
 */
export async function leaseLanes(
  by: string,
  which: { ids: readonly string[] } | { limit: number },
): Promise<Lease[]> {
  const named = "ids" in which ? sql`and webhook_id = any (${array(which.ids, "uuid")})` : sql``;
  const limit = "limit" in which ? sql`limit ${which.limit}` : sql``;
  const found = await relaxed().execute<{ webhook_id: string }>(sql`
    with next as (
      select webhook_id from lanes
      where (due_at <= now() or leased_until <= now()) and (leased_until is null or leased_until <= now()) ${named}
      order by due_at ${limit} for update skip locked
    )
    update lanes l set leased_by = ${by}, leased_until = ${lease}, due_at = null
    from next where l.webhook_id = next.webhook_id returning l.webhook_id`);
  return Array.from(found, (row) => ({ webhookId: row.webhook_id, by }));
}

/** How long until the next lane is due that nobody holds, if that is within `withinMs`; null otherwise. */
export async function nextLaneDueMs(withinMs: number): Promise<number | null> {
  const found = await relaxed().execute<{ ms: number }>(sql`
    select ${msUntil(sql`due_at`)} as ms from lanes
    where due_at < ${fromNow(withinMs)} and leased_until is null
    order by due_at limit 1`);
  return found[0] ? Math.max(0, found[0].ms) : null;
}

/** Keeps lanes for another LEASE_MS. */
export async function renewLanes(leases: readonly Lease[]): Promise<void> {
  if (leases.length === 0) return;
  const held = rows(leases, "held", {
    webhook_id: ["uuid", (each) => each.webhookId],
    leased_by: ["text", (each) => each.by],
  });
  await relaxed().execute(sql`
    update lanes l set leased_until = ${lease} from ${held} where l.webhook_id = held.webhook_id and l.leased_by = held.leased_by`);
}

/**
 * Gives a lane back, due when the first of its jobs is; or keeps it, when something came due while it was held. What others wrote into `due_at` meanwhile is
 * seen here even if their jobs are not: the row's newest state counts, as it is locked.
 */
export async function leaveLane({ webhookId: id, by }: Lease, notBeforeMs: number): Promise<LaneState> {
  const notBefore = notBeforeMs > 0 ? fromNow(notBeforeMs) : sql`null`;
  const stays = notBeforeMs > 0 ? sql`false` : sql`coalesce(l.due_at <= now(), false)`;
  const found = await db().execute<{ stays: boolean; due_in_ms: number | null }>(sql`
    with next as (
      select w.webhook_id, ${nextDue(sql`w.webhook_id`, sql`coalesce((select ordered from webhooks where id = w.webhook_id), false)`, BATCH_HOLDS_UP_MS)} as due_at
      from lanes w where w.webhook_id = ${id}
    )
    update lanes l set
      leased_by = case when ${stays} then l.leased_by end,
      leased_until = case when ${stays} then ${lease} end,
      due_at = case when not ${stays} and least(l.due_at, next.due_at) is not null
        then greatest(least(l.due_at, next.due_at), ${notBefore}, l.resume_at) end
    from next where l.webhook_id = next.webhook_id and l.leased_by = ${by}
    returning l.leased_by is not null as stays, ${msUntil(sql`l.due_at`)} as due_in_ms`);
  const row = found[0];
  // Taken over by somebody else, or gone with its webhook.
  if (!row) return { more: false, dueInMs: null };
  if (row.stays) return { more: true };
  return { more: false, dueInMs: row.due_in_ms === null ? null : Math.max(0, row.due_in_ms) };
}

/** How long until the next place in a lane's pace, in ms. */
export async function untilSlot(webhookId: string): Promise<number> {
  const found = await db().execute<{ ms: number | null }>(sql`
    select ${msUntil(sql`next_slot_at`)} as ms from lanes where webhook_id = ${webhookId}`);
  return Math.max(0, found[0]?.ms ?? 0);
}

/** Takes the next `count` places in a lane's pace; answers how long until the first, in ms. */
export async function reserve(webhookId: string, perSecond: number, count: number): Promise<number> {
  const found = await db().execute<{ delay_ms: number }>(sql`
    update lanes set next_slot_at = greatest(now(), next_slot_at) + make_interval(secs => ${count}::float8 / ${perSecond}::float8)
    where webhook_id = ${webhookId}
    returning extract(epoch from next_slot_at - now())::float8 * 1000 - ${count}::float8 * 1000 / ${perSecond}::float8 as delay_ms`);
  return Math.max(0, found[0]?.delay_ms ?? 0);
}

import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, relaxed } from "@/db/client";
import { nextDue } from "@/lib/jobs/claim";
import { BATCH_HOLDS_UP_MS, LEASE_MS } from "./constants";
import type { LaneState } from "./store";

const lease = sql`now() + make_interval(secs => ${LEASE_MS}::float8 / 1000)`;

/**
 * Takes lanes for `holder`: those with something due, and those whose holder died. What comes due from now on stands in the row until the lane is
 * given back.
 */
export async function leaseLanes(
  holder: string,
  which: { ids: readonly string[] } | { limit: number },
): Promise<string[]> {
  const named = "ids" in which ? sql`and webhook_id = any (${array(which.ids, "uuid")})` : sql``;
  const limit = "limit" in which ? sql`limit ${which.limit}` : sql``;
  const rows = await relaxed().execute<{ webhook_id: string }>(sql`
    with next as (
      select webhook_id from lanes
      where (due_at <= now() or leased_until <= now()) and (leased_until is null or leased_until <= now()) ${named}
      order by due_at ${limit} for update skip locked
    )
    update lanes l set leased_by = ${holder}, leased_until = ${lease}, due_at = null
    from next where l.webhook_id = next.webhook_id returning l.webhook_id`);
  return Array.from(rows, (row) => row.webhook_id);
}

/** How long until the next lane is due that nobody holds, if that is within `withinMs`; null otherwise. */
export async function nextLaneDueMs(withinMs: number): Promise<number | null> {
  const rows = await relaxed().execute<{ ms: number }>(sql`
    select (extract(epoch from due_at - now()) * 1000)::float8 as ms from lanes
    where due_at < now() + make_interval(secs => ${withinMs}::float8 / 1000) and leased_until is null
    order by due_at limit 1`);
  return rows[0] ? Math.max(0, rows[0].ms) : null;
}

/** Keeps lanes for another LEASE_MS. */
export async function renewLanes(holder: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await relaxed().execute(sql`
    update lanes set leased_until = ${lease} where webhook_id = any (${array(ids, "uuid")}) and leased_by = ${holder}`);
}

/**
 * Gives a lane back, due when the first of its jobs is; or keeps it, when something came due while it was held. What others wrote into `due_at` meanwhile is
 * seen here even if their jobs are not: the row's newest state counts, as it is locked.
 */
export async function leaveLane(holder: string, id: string, notBeforeMs: number): Promise<LaneState> {
  const notBefore =
    notBeforeMs > 0 ? sql`now() + make_interval(secs => ${notBeforeMs}::float8 / 1000)` : sql`null`;
  const stays = notBeforeMs > 0 ? sql`false` : sql`coalesce(l.due_at <= now(), false)`;
  const rows = await db().execute<{ stays: boolean; due_in_ms: number | null }>(sql`
    with next as (
      select w.webhook_id, ${nextDue(sql`w.webhook_id`, sql`coalesce((select ordered from webhooks where id = w.webhook_id), false)`, BATCH_HOLDS_UP_MS)} as due_at
      from lanes w where w.webhook_id = ${id}
    )
    update lanes l set
      leased_by = case when ${stays} then l.leased_by end,
      leased_until = case when ${stays} then ${lease} end,
      due_at = case when not ${stays} then greatest(least(l.due_at, next.due_at), ${notBefore}) end
    from next where l.webhook_id = next.webhook_id and l.leased_by = ${holder}
    returning l.leased_by is not null as stays, (extract(epoch from l.due_at - now()) * 1000)::float8 as due_in_ms`);
  const row = rows[0];
  // Taken over by somebody else, or gone with its webhook.
  if (!row) return { more: false, dueInMs: null };
  if (row.stays) return { more: true };
  return { more: false, dueInMs: row.due_in_ms === null ? null : Math.max(0, row.due_in_ms) };
}

/** Takes the next `count` places in a lane's pace; answers how long until the first, in ms. */
export async function reserve(webhookId: string, perSecond: number, count: number): Promise<number> {
  const rows = await db().execute<{ delay_ms: number }>(sql`
    update lanes set next_slot_at = greatest(now(), next_slot_at) + make_interval(secs => ${count}::float8 / ${perSecond}::float8)
    where webhook_id = ${webhookId}
    returning extract(epoch from next_slot_at - now())::float8 * 1000 - ${count}::float8 * 1000 / ${perSecond}::float8 as delay_ms`);
  return Math.max(0, rows[0]?.delay_ms ?? 0);
}

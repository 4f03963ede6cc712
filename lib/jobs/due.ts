import { type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";

/**
 * The part of a statement that sees to it that lanes are looked at in time: two common table expressions that move `lanes.due_at` ahead to what
 * `source` (webhook_id, due_at) says. Whoever makes a job wait does it in the same statement, or in the same transaction. While a receiver asked
 * for patience, nothing is due before it is over.
 * (A lane's holder gives it back by the least of what stands there and what it reads; this is why nothing is lost between the two.)
 */
export function moveDueAhead(source: SQL): SQL {
  return sql`due_lane as (
      select l.webhook_id, greatest(fresh.due_at, l.resume_at) as due_at from lanes l
      join (select webhook_id, min(due_at) as due_at from (${source}) s group by webhook_id) fresh using (webhook_id)
      order by l.webhook_id for update of l
    ), lane as (
      update lanes l set due_at = least(l.due_at, due_lane.due_at) from due_lane where l.webhook_id = due_lane.webhook_id
    )`;
}

/** Makes lanes due now. Takes part in the transaction under way. */
export async function makeLanesDue(webhookIds: readonly string[]): Promise<void> {
  if (webhookIds.length === 0) return;
  const now = sql`select id as webhook_id, now() as due_at from unnest(${array([...new Set(webhookIds)], "uuid")}) as given (id)`;
  await db().execute(sql`with ${moveDueAhead(now)} select`);
}

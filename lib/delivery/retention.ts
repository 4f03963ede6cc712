import { sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { db } from "@/db/client";

/** Rows one statement deletes at most, so that no lock and no transaction is held for long. */
const CHUNK = 5_000;

/**
 * Deletes one chunk of each kind of row that is older than `days`: attempts and jobs that are over, events, idempotency
 * keys, hourly counts, signing secrets that were rotated away.
 * @returns how many rows went; 0 when nothing is left to delete.
 */
export async function deleteOldRows(days: number): Promise<number> {
  const limit = sql`now() - make_interval(days => ${days})`;
  // Event ids are ULIDs: they begin with their time.
  const oldestKept = encodeTime(Date.now() - days * 86_400_000);
  const statements = [
    sql`with old as (
          select org_id, number from jobs
          where created_at < ${limit} and status in ('succeeded', 'failed', 'cancelled') limit ${CHUNK}
        ), gone as (
          delete from attempts a using old where a.org_id = old.org_id and a.job_number = old.number
        )
        delete from jobs j using old where j.org_id = old.org_id and j.number = old.number returning 1`,
    sql`delete from events where id in (
          select e.id from events e where e.id < ${oldestKept}
          and not exists (select from jobs j where j.event_id = e.id) limit ${CHUNK}) returning 1`,
    sql`delete from idempotency_keys where (org_id, key) in (
          select org_id, key from idempotency_keys where created_at < now() - interval '1 day' limit ${CHUNK}) returning 1`,
    sql`delete from delivery_stats where (org_id, hour, webhook_id) in (
          select org_id, hour, webhook_id from delivery_stats where hour < ${limit} limit ${CHUNK}) returning 1`,
    // A week is kept, so that a signature made with an old secret can be told from a wrong one.
    sql`delete from webhook_secrets where id in (
          select id from webhook_secrets where expires_at < now() - interval '7 days' limit ${CHUNK}) returning 1`,
  ];
  let deleted = 0;
  for (const statement of statements) deleted += (await db().execute(statement)).length;
  return deleted;
}

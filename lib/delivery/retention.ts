import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { db, transaction } from "@/db/client";
import { withPatience } from "@/db/patience";

/** Rows of a kind that one statement deletes at most, so that no lock and no transaction is held for long. */
const CHUNK = 5_000;
/** How long one call goes on with chunk after chunk. */
const BUDGET_MS = 10_000;
/** What one statement may take: on a slow disk a chunk takes a while. */
const PATIENCE_MS = 120_000;
const DAY_MS = 86_400_000;

/** How far deleting has come: the next call goes on after the event `from`, if there is `more` to do. */
export type Progress = { from: string; more: boolean; deleted: number };

/**
 * Deletes what is older than `days`, oldest first and in chunks: events with their jobs that are over and the attempts of
 * those, idempotency keys, hourly counts, signing secrets that were rotated away. Stops when nothing is left, or with the
 * first chunk after `budgetMs`. (On two cores it deletes the events, jobs and attempts of over 10,000 deliveries a second.)
 * @param from where an earlier call left off: what it has been through is not looked at again.
 */
export function deleteOldRows(days: number, from = "", budgetMs = BUDGET_MS): Promise<Progress> {
  return withPatience(PATIENCE_MS, () => deleteChunks(days, from, budgetMs));
}

async function deleteChunks(days: number, from: string, budgetMs: number): Promise<Progress> {
  const end = performance.now() + budgetMs;
  const progress: Progress = { from, more: true, deleted: 0 };
  while (progress.more) {
    const began = performance.now();
    const events = await deleteEvents(days, progress.from);
    const others = await deleteOthers(days);
    progress.from = events.from;
    progress.more = events.more || others.more;
    progress.deleted += events.deleted + others.deleted;
    if (performance.now() > end) break;
    // Half of the time belongs to the deliveries.
    if (progress.more) await delay(performance.now() - began);
  }
  return progress;
}

/** One chunk of events, with what came of them. An event stays as long as one of its jobs does. */
async function deleteEvents(days: number, from: string): Promise<Progress> {
  // Event ids are ULIDs: they begin with their time.
  const oldestKept = encodeTime(Date.now() - days * DAY_MS);
  const [chunk] = await byIndex(() =>
    db().execute<{ events: number; jobs: number; last: string | null }>(sql`
    with event as (
      select id from events where id > ${from} and id < ${oldestKept} order by id limit ${CHUNK}
    ), old as (
      select j.org_id, j.number from event join jobs j on j.event_id = event.id
      where j.created_at < now() - make_interval(days => ${days}) and j.status in ('succeeded', 'failed', 'cancelled')
      order by event.id limit ${CHUNK} for update of j skip locked
    ), attempt as (
      delete from attempts a using old where a.org_id = old.org_id and a.job_number = old.number
    ), job as (
      delete from jobs j using old where j.org_id = old.org_id and j.number = old.number returning 1
    )
    select (select count(*)::int from event) as events, (select max(id) from event) as last,
      (select count(*)::int from job) as jobs`),
  );
  if (!chunk?.last) return { from, more: false, deleted: 0 };
  const gone = await byIndex(() =>
    db().execute(sql`
    delete from events e where e.id > ${from} and e.id <= ${chunk.last}
    and not exists (select from jobs j where j.event_id = e.id) returning 1`),
  );
  // An event that went to many webhooks takes several chunks.
  const jobsLeft = chunk.jobs === CHUNK;
  return {
    from: jobsLeft ? from : chunk.last,
    more: jobsLeft || chunk.events === CHUNK,
    deleted: chunk.jobs + gone.length,
  };
}

/**
 * Statistics that are behind, of a table that was empty or quite another a moment ago, could have whole tables read for
 * every row: a chunk that takes 0.2 s would take many seconds.
 */
function byIndex<T>(statement: () => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    return statement();
  });
}

/** One chunk of each of the other kinds. */
async function deleteOthers(days: number): Promise<Omit<Progress, "from">> {
  const statements = [
    sql`delete from idempotency_keys where (org_id, key) in (
          select org_id, key from idempotency_keys where created_at < now() - interval '1 day'
          order by created_at limit ${CHUNK}) returning 1`,
    sql`delete from delivery_stats where (org_id, hour, webhook_id) in (
          select org_id, hour, webhook_id from delivery_stats
          where hour < now() - make_interval(days => ${days}) limit ${CHUNK}) returning 1`,
    // A week is kept, so that a signature made with an old secret can be told from a wrong one.
    sql`delete from webhook_secrets where id in (
          select id from webhook_secrets where expires_at < now() - interval '7 days' limit ${CHUNK}) returning 1`,
  ];
  const counts: number[] = [];
  for (const statement of statements) counts.push((await db().execute(statement)).length);
  return {
    more: counts.some((count) => count === CHUNK),
    deleted: counts.reduce((sum, count) => sum + count, 0),
  };
}

import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { sendEvents } from "@/inngest/send";
import { requestWakes, WAKE_LOST_AFTER_SECONDS } from "./wake";

/** What one sweep looks after at most; the rest waits for the next. */
const LIMITS = { batches: 500, jobs: 5_000, lanes: 2_000 };
/** A batch this old that still has its row was not fanned out. */
const BATCH_LOST_AFTER_SECONDS = 60;

/** What a sweep found. */
export type Swept = { batches: number; jobs: number; lanes: number };

/**
 * Finds what fell between two steps: batches nobody fanned out, jobs whose process died (their lease ran out), lanes with
 * waiting jobs and nobody to wake them. Everything it starts is safe to start twice.
 */
export async function sweep(): Promise<Swept> {
  const jobs = await reclaimJobs();
  await cancelOrphans();
  return { batches: await resendBatches(), jobs, lanes: await wakeLanes() };
}

async function resendBatches(): Promise<number> {
  const rows = await db().execute<{ id: string }>(sql`
    select id from event_batches
    where greatest(created_at, claimed_until) < now() - make_interval(secs => ${BATCH_LOST_AFTER_SECONDS})
    order by id limit ${LIMITS.batches}`);
  await sendEvents(
    Array.from(rows, ({ id }) => ({ name: "hookyard/events.accepted", data: { batchId: id } })),
  );
  return rows.length;
}

/** Wakes their lanes too, because a lane that waits for some later retry would sleep on. */
async function reclaimJobs(): Promise<number> {
  return transaction(async () => {
    const rows = await db().execute<{ webhook_id: string }>(sql`
      with lost as (
        select j.org_id, j.number, w.id is null as orphan from jobs j left join webhooks w on w.id = j.webhook_id
        where j.status = 'running' and j.lease_until < now() limit ${LIMITS.jobs} for update of j skip locked
      )
      update jobs j set lease_until = null, due_at = now(),
        status = case when orphan then 'cancelled' when j.attempt_count > j.attempt_base then 'retrying' else 'queued' end,
        reason = case when orphan then 'The webhook was deleted' else j.reason end,
        finished_at = case when orphan then now() else j.finished_at end
      from lost where j.org_id = lost.org_id and j.number = lost.number
      returning j.webhook_id`);
    const at = Date.now();
    await requestWakes(Array.from(rows, (row) => ({ webhookId: row.webhook_id, at })));
    return rows.length;
  });
}

/** Jobs made in the moment their webhook was deleted: no lane is left to drain them. */
async function cancelOrphans(): Promise<void> {
  await db().execute(sql`
    with orphan as (
      select org_id, number from jobs j
      where status in ('queued', 'retrying') and not exists (select from webhooks w where w.id = j.webhook_id)
      limit ${LIMITS.jobs} for update skip locked
    )
    update jobs j set status = 'cancelled', reason = 'The webhook was deleted', finished_at = now()
    from orphan where j.org_id = orphan.org_id and j.number = orphan.number`);
}

async function wakeLanes(): Promise<number> {
  const rows = await db().execute<{ webhook_id: string; at: string }>(sql`
    select l.webhook_id, (extract(epoch from greatest(next.due, now())) * 1000)::bigint as at from lanes l
    cross join lateral (
      select min(due_at) as due from jobs j where j.webhook_id = l.webhook_id and j.status in ('queued', 'retrying')
    ) next
    where next.due is not null and (l.wake_at is null or l.wake_at < now() - make_interval(secs => ${WAKE_LOST_AFTER_SECONDS}))
    limit ${LIMITS.lanes}`);
  await requestWakes(Array.from(rows, (row) => ({ webhookId: row.webhook_id, at: Number(row.at) })));
  return rows.length;
}

import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { hot } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { placedRows } from "@/db/rows";
import { fromNow } from "@/db/spans";
import { ATTEMPT_SOURCE, ATTEMPT_TARGET, type AttemptRow, attemptColumns } from "./attempt-row";
import { byWebhook } from "./cancel";
import { moveDueAhead } from "./due";

/** A job to be written: an event that goes to a webhook, with its first attempt if that is over already. */
export type NewJob = {
  orgId: OrgId;
  eventId: string;
  eventType: string;
  webhookId: string;
  isTest: boolean;
  status: "queued" | "running" | "retrying" | "succeeded" | "failed";
  /** From now: to its next try while it waits, to the end of its lease while it runs. */
  dueInMs: number;
  attempt: AttemptRow | null;
};

/** A job that was written; one that would have waited for a webhook that is off or gone is cancelled. */
export type MadeJob = { number: number; eventId: string; webhookId: string };

type Row = { number: number; event_id: string; webhook_id: string };

/**
 * Writes jobs, their first attempts, and the end of the batches they complete: one statement. The run numbers are the organisation's next ones.
 * A pair of event and webhook that has a job already is left alone.
 * @param doneBatches batches all of whose pairs have a job with this.
 * @returns those that were made; a pair that had a job already is not among them.
 */
export async function makeJobs(jobs: readonly NewJob[], doneBatches: readonly string[]): Promise<MadeJob[]> {
  const waits = jobs.some(({ status }) => status !== "succeeded" && status !== "failed");
  const rows = await hot().execute<Row>(sql`
    with o as (
      select * from ${placedRows(jobs, "o", columns)}
    ), counter as (
      insert into org_counters as c (org_id, last_job_number)
      select org_id, count(*) from o group by org_id order by org_id
      on conflict (org_id) do update set last_job_number = c.last_job_number + excluded.last_job_number
      returning org_id, last_job_number
    ), made as (
      insert into jobs (org_id, number, event_id, event_type, webhook_id, is_test, status, cancel_code, reason, due_at, attempt_count, uncounted_count,
        last_error_class, last_response_status, finished_at)
      select o.org_id, c.last_job_number + 1 - row_number() over (partition by o.org_id order by o.place desc),
        o.event_id, o.event_type, o.webhook_id, o.is_test,
        ${waits ? sql`case when ${off} then 'cancelled' else o.status end` : sql`o.status`},
        ${waits ? sql`case when ${off} then ${code} end` : sql`null`},
        ${waits ? sql`case when ${off} then ${reason} end` : sql`null`},
        ${fromNow(sql`o.due_in_ms`)}, case when o.started_at is null then 0 else 1 end,
        case when o.counted then 0 when o.started_at is not null then 1 else 0 end,
        o.error_class, o.response_status,
        ${waits ? sql`case when ${off} then now() when o.status in ('succeeded', 'failed') then o.ended_at end` : sql`o.ended_at`}
      from o join counter c using (org_id) ${waits ? sql`left join webhooks w on w.id = o.webhook_id` : sql``}
      on conflict (event_id, webhook_id) do nothing
      returning org_id, number, event_id, webhook_id, status, due_at
    ), attempt as (
      insert into attempts (org_id, job_number, number, ${sql.raw(ATTEMPT_TARGET)})
      select made.org_id, made.number, 1, ${sql.raw(ATTEMPT_SOURCE)}
      from o join made using (event_id, webhook_id) where o.started_at is not null
    ), done as (
      delete from event_batches where id = any (${array(doneBatches, "text")})
    )${waits ? sql`, ${moveDueAhead(sql`select webhook_id, due_at from made where status in ('queued', 'retrying', 'running')`)}` : sql``}
    select number, event_id, webhook_id from made`);
  return Array.from(rows, ({ number, event_id, webhook_id }) => ({
    number,
    eventId: event_id,
    webhookId: webhook_id,
  }));
}

/** The webhook of a job that would wait was switched off or deleted meanwhile; tests go to one that is off, too. */
const off = sql`(o.status in ('queued', 'retrying') and w.status is distinct from 'active' and not (o.is_test and w.id is not null))`;
const { code, reason } = byWebhook(sql`w.id is null`);

const columns = {
  org_id: ["uuid", (job: NewJob) => job.orgId],
  event_id: ["text", (job: NewJob) => job.eventId],
  event_type: ["text", (job: NewJob) => job.eventType],
  webhook_id: ["uuid", (job: NewJob) => job.webhookId],
  is_test: ["boolean", (job: NewJob) => job.isTest],
  status: ["text", (job: NewJob) => job.status],
  due_in_ms: ["float8", (job: NewJob) => job.dueInMs],
  ...attemptColumns((job: NewJob) => job.attempt),
} as const;

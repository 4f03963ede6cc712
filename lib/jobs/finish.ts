import { sql } from "drizzle-orm";
import { hot } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { rows } from "@/db/rows";
import { fromNow } from "@/db/spans";
import { ATTEMPT_SOURCE, ATTEMPT_TARGET, type AttemptRow, attemptColumns } from "./attempt-row";
import { byWebhook } from "./cancel";
import { moveDueAhead } from "./due";

/** What one try of a job that has its row came to. */
export type FinishedTry = {
  orgId: OrgId;
  number: number;
  eventId: string;
  webhookId: string;
  /** The try's number, from 1. */
  tryNumber: number;
  status: "succeeded" | "failed" | "retrying";
  /** From now to the next try; null when there is none. */
  dueInMs: number | null;
  attempt: AttemptRow;
};

/** The job's webhook was switched off or deleted while the attempt was under way: then there is no next try. */
const off = sql`(o.due_in_ms is not null
  and not exists (select from webhooks w where w.id = j.webhook_id and (w.status = 'active' or j.is_test)))`;
const { code, reason } = byWebhook(sql`not exists (select from webhooks w where w.id = j.webhook_id)`);

/**
 * Writes finished attempts and what they make of their jobs: one statement for all. An attempt of a job that another
 * process took over meanwhile (its lease ran out), or that a crash of the database undid, changes nothing: not even the
 * job that has its number now.
 * @returns how many of the jobs were still this process's.
 */
export async function finishTries(tries: readonly FinishedTry[]): Promise<number> {
  const waits = tries.some(({ dueInMs }) => dueInMs !== null);
  const [row] = await hot().execute<{ written: number }>(sql`
    with o as (
      select * from ${rows(tries, "o", columns)}
    ), job as (
      update jobs j set
        status = case when ${off} then 'cancelled' else o.status end,
        cancel_code = case when ${off} then ${code} end,
        reason = case when ${off} then ${reason} end,
        attempt_count = o.try_number, uncounted_count = j.uncounted_count + (not o.counted)::int, due_at = coalesce(${fromNow(sql`o.due_in_ms`)}, j.due_at),
        last_error_class = o.error_class, last_response_status = o.response_status,
        finished_at = case when o.due_in_ms is not null and not ${off} then null else o.ended_at end
      from o
      where j.org_id = o.org_id and j.number = o.number and j.event_id = o.event_id and j.webhook_id = o.webhook_id
        and j.status = 'running' and j.attempt_count = o.try_number - 1
      returning j.org_id, j.number, j.webhook_id, j.status, j.due_at
    ), attempt as (
      insert into attempts (org_id, job_number, number, ${sql.raw(ATTEMPT_TARGET)})
      select o.org_id, o.number, o.try_number, ${sql.raw(ATTEMPT_SOURCE)} from o join job using (org_id, number)
      on conflict do nothing
    )${waits ? sql`, ${moveDueAhead(sql`select webhook_id, due_at from job where status = 'retrying'`)}` : sql``}
    select count(*)::int as written from job`);
  return row?.written ?? 0;
}

const columns = {
  org_id: ["uuid", (t: FinishedTry) => t.orgId],
  number: ["int", (t: FinishedTry) => t.number],
  event_id: ["text", (t: FinishedTry) => t.eventId],
  webhook_id: ["uuid", (t: FinishedTry) => t.webhookId],
  try_number: ["int", (t: FinishedTry) => t.tryNumber],
  status: ["text", (t: FinishedTry) => t.status],
  due_in_ms: ["float8", (t: FinishedTry) => t.dueInMs],
  ...attemptColumns((t: FinishedTry) => t.attempt),
} as const;

import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { Outcome } from "./delivery";

type Value = Parameters<typeof array>[0][number];

const STATUS = { succeeded: "succeeded", retry: "retrying", failed: "failed", gone: "failed" } as const;

/** The job's webhook was switched off or deleted while the attempt was under way: then there is no next try. */
const off = sql`(not exists (select from webhooks w where w.id = j.webhook_id and (w.status = 'active' or j.is_test)))`;

/**
 * Writes finished attempts and what they make of their jobs: one statement for all. An attempt of a job that another
 * process took over meanwhile (its lease ran out), or that a crash of the database undid, changes nothing: not even the
 * job that has its number now.
 * @returns how many of the jobs were still this process's.
 */
export async function recordOutcomes(outcomes: readonly Outcome[]): Promise<number> {
  const column = (of: (outcome: Outcome) => Value, type: Parameters<typeof array>[1]) =>
    array(outcomes.map(of), type);
  const [row] = await db().execute<{ written: number }>(sql`
    with outcome as (
      select * from unnest(
        ${column((o) => o.delivery.orgId, "uuid")},
        ${column((o) => o.delivery.number, "int")},
        ${column((o) => o.delivery.event.id, "text")},
        ${column((o) => o.delivery.webhook.id, "uuid")},
        ${column((o) => o.delivery.attemptCount + 1, "int")},
        ${column((o) => STATUS[o.verdict.kind], "text")},
        ${column((o) => (o.verdict.kind === "retry" ? o.verdict.dueAt.toISOString() : null), "timestamptz")},
        ${column((o) => o.errorClass, "text")},
        ${column((o) => o.errorMessage, "text")},
        ${column((o) => o.exchange.status ?? null, "int")},
        ${column((o) => o.exchange.startedAt.toISOString(), "timestamptz")},
        ${column((o) => new Date(o.exchange.startedAt.getTime() + o.exchange.timings.totalMs).toISOString(), "timestamptz")},
        ${column((o) => o.delivery.webhook.method, "text")},
        ${column((o) => o.delivery.webhook.url, "text")},
        ${column((o) => JSON.stringify(o.requestHeaders), "json")},
        ${column((o) => (o.delivery.body === null ? o.body : null), "text")},
        ${column((o) => (o.exchange.responseHeaders ? JSON.stringify(o.exchange.responseHeaders) : null), "json")},
        ${column((o) => o.exchange.responseBody?.toString("base64") ?? null, "text")},
        ${column((o) => o.exchange.truncated, "boolean")},
        ${column((o) => JSON.stringify(o.exchange.timings), "json")},
        ${column((o) => o.verdict.kind !== "retry" || o.verdict.counted, "boolean")}
      ) as o (org_id, number, event_id, webhook_id, attempt, status, due_at, error_class, error_message, response_status, started_at, ended_at,
        method, url, request_headers, request_body, response_headers, response_body, response_truncated, timings, counted)
    ), job as (
      update jobs j set
        status = case when o.due_at is not null and ${off} then 'cancelled' else o.status end,
        reason = case when o.due_at is not null and ${off} then 'The webhook was switched off or deleted' else j.reason end,
        attempt_count = o.attempt, uncounted_count = j.uncounted_count + (not o.counted)::int, due_at = coalesce(o.due_at, j.due_at), lease_until = null,
        last_error_class = o.error_class, last_response_status = o.response_status,
        finished_at = case when o.due_at is not null and not ${off} then null else o.ended_at end
      from outcome o
      where j.org_id = o.org_id and j.number = o.number and j.event_id = o.event_id and j.webhook_id = o.webhook_id
        and j.status = 'running' and j.attempt_count = o.attempt - 1
      returning j.org_id, j.number
    ), attempt as (
      insert into attempts (org_id, job_number, number, started_at, method, url, request_headers, request_body,
        response_status, response_headers, response_body, response_truncated, timings, error_class, error_message, counted)
      select o.org_id, o.number, o.attempt, o.started_at, o.method, o.url, o.request_headers, o.request_body,
        o.response_status, o.response_headers, decode(o.response_body, 'base64'), o.response_truncated, o.timings,
        o.error_class, o.error_message, o.counted
      from outcome o join job using (org_id, number)
      on conflict do nothing
    )
    select count(*)::int as written from job`);
  return row?.written ?? 0;
}

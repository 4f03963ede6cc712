import { type SQL, sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { db, relaxed } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { rows } from "@/db/rows";
import { fromNow } from "@/db/spans";

/** A job that was claimed, with its event. */
export type ClaimedJob = {
  orgId: OrgId;
  number: number;
  isTest: boolean;
  attemptCount: number;
  attemptBase: number;
  uncountedCount: number;
  begunAt: Date;
  event: { id: string; type: string; dataText: string; changesText: string | null; occurredAt: Date };
  /** What the try before this one sent, to be sent again. */
  body: string | null;
};

type Row = {
  org_id: OrgId;
  number: number;
  is_test: boolean;
  attempt_count: number;
  attempt_base: number;
  uncounted_count: number;
  begun_at: string;
  event_id: string;
  type: string;
  data: string;
  changes: string | null;
  occurred_at: string;
  body: string | null;
};

export type ClaimOptions = {
  webhookId: string;
  /** Its settings were changed then: bodies from before are not sent again. */
  updatedAt: Date;
  ordered: boolean;
  count: number;
  /** Who holds the lane: a process that lost it meanwhile claims nothing. */
  holder: string;
  leaseMs: number;
  /** A batch older than this no longer holds up an ordered lane. */
  batchHoldsUpMs: number;
};

/**
 * Takes up to `count` of a webhook's due jobs, oldest first; what a dead process was sending is due when its lease has run out. In an ordered lane:
 * its first job that isn't over, if it is due and the jobs of all events accepted before are made. None while its receiver asked for patience:
 * another process may have heard it.
 *
 * A later try sends the body of the one before it, unless the webhook was changed or the job retried by hand meanwhile. (An
 * empty body is that of a try that could not be made into a request, such as by a failing template: nothing was sent.)
 */
export async function claimJobs(options: ClaimOptions): Promise<ClaimedJob[]> {
  const { webhookId, updatedAt, holder, leaseMs } = options;
  const claimed = await relaxed().execute<Row>(sql`
    with due as (${options.ordered ? firstInOrder(options) : anyDue(options)}), c as (
      update jobs j set status = 'running', due_at = ${fromNow(leaseMs)}
      from due where j.org_id = due.org_id and j.number = due.number
        and exists (select from lanes where webhook_id = ${webhookId} and leased_by = ${holder} and leased_until > now()
          and (resume_at is null or resume_at <= now()))
      returning j.*
    )
    select c.org_id, c.number, c.is_test, c.attempt_count, c.attempt_base, c.uncounted_count, coalesce(c.restarted_at, c.created_at) as begun_at,
      c.event_id, e.type, e.data::text, e.changes::text,
      e.occurred_at, case when c.attempt_count > c.attempt_base then (
        select a.request_body from attempts a
        where a.org_id = c.org_id and a.job_number = c.number and a.request_body <> ''
        and a.started_at > ${updatedAt.toISOString()}::timestamptz order by a.number desc limit 1
      ) end as body
    from c join events e on e.id = c.event_id order by c.number`);
  return Array.from(claimed, (row) => ({
    orgId: row.org_id,
    number: row.number,
    isTest: row.is_test,
    attemptCount: row.attempt_count,
    attemptBase: row.attempt_base,
    uncountedCount: row.uncounted_count,
    begunAt: new Date(row.begun_at),
    event: {
      id: row.event_id,
      type: row.type,
      dataText: row.data,
      changesText: row.changes,
      occurredAt: new Date(row.occurred_at),
    },
    body: row.body,
  }));
}

const unfinished = sql`status in ('queued', 'retrying', 'running')`;

const anyDue = ({ webhookId, count }: ClaimOptions) => sql`
  select org_id, number from jobs where webhook_id = ${webhookId} and ${unfinished} and due_at <= now()
  order by due_at limit ${count} for update skip locked`;

/** The first job of an ordered lane that isn't over, by the order in which the events were accepted. */
const firstOf = (webhookId: string | SQL) => sql`(
  select org_id, number from jobs where webhook_id = ${webhookId} and ${unfinished} order by event_id limit 1)`;

/** When the job `j`, first of its lane, may go: when it is due, and not before the jobs of all events that the organisation sent earlier are made. */
const readyAt = (batchHoldsUpMs: number) => sql`greatest(j.due_at,
  case when exists (
    select from event_batches b where b.org_id = j.org_id and b.id < j.event_id and b.id > ${encodeTime(Date.now() - batchHoldsUpMs)}
  ) then now() + interval '20 ms' end)`;

const firstInOrder = ({ webhookId, batchHoldsUpMs }: ClaimOptions) => sql`
  select org_id, number from jobs j
  where (j.org_id, j.number) = ${firstOf(webhookId)} and j.${unfinished} and ${readyAt(batchHoldsUpMs)} <= now()
  for update`;

/** When a lane is due next, as a scalar: its first job that isn't over, in an ordered lane by order; null when there is none. */
export const nextDue = (
  webhookId: SQL,
  ordered: SQL,
  batchHoldsUpMs: number,
): SQL => sql`(case when ${ordered}
  then (select ${readyAt(batchHoldsUpMs)} from jobs j where (j.org_id, j.number) = ${firstOf(webhookId)})
  else (select min(due_at) from jobs where webhook_id = ${webhookId} and ${unfinished}) end)`;

/** A job that a process holds, by all that tells it from another: a number alone may be undone by a crash of the database, and given to another. */
export type HeldJob = {
  orgId: OrgId;
  number: number | null;
  attemptCount: number;
  event: { id: string };
  webhook: { id: string };
};

const held = (jobs: readonly HeldJob[]) =>
  rows(jobs, "held", {
    org_id: ["uuid", (job) => job.orgId],
    number: ["int", (job) => job.number],
    event_id: ["text", (job) => job.event.id],
    webhook_id: ["uuid", (job) => job.webhook.id],
    attempts: ["int", (job) => job.attemptCount],
  });

const same = sql`j.org_id = held.org_id and j.number = held.number and j.event_id = held.event_id
  and j.webhook_id = held.webhook_id and j.attempt_count = held.attempts and j.status = 'running'`;

/** Keeps claimed jobs for another `leaseMs`. */
export async function renewJobs(jobs: readonly HeldJob[], leaseMs: number): Promise<void> {
  if (jobs.length === 0) return;
  await relaxed().execute(sql`
    update jobs j set due_at = ${fromNow(leaseMs)} from ${held(jobs)} where ${same}`);
}

/** Gives claimed jobs back unsent, due now. Takes part in the transaction under way. */
export async function handBackJobs(jobs: readonly HeldJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await db().execute(sql`
    update jobs j set due_at = now(), status = case when j.attempt_count > j.attempt_base then 'retrying' else 'queued' end
    from ${held(jobs)} where ${same}`);
}

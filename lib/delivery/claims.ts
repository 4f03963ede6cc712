import { type SQL, sql } from "drizzle-orm";
import { encodeTime } from "ulid";
import { array } from "@/db/arrays";
import { db, relaxed } from "@/db/client";
import type { OrgId } from "@/db/ids";
import type { Delivery } from "./delivery";
import type { DeliveryWebhook } from "./webhook";

/** How long a claimed job belongs to its process without a sign of life. */
export const LEASE_SECONDS = 15;

const lease = sql`now() + make_interval(secs => ${LEASE_SECONDS})`;

/**
 * The jobs of some deliveries, as a relation `held (org_id, number, event_id, webhook_id, attempts)` for a statement's FROM.
 * A number alone is not a job: a crash of the database may undo it, and give it to another.
 */
function heldBy(deliveries: readonly Delivery[]): SQL {
  const column = (of: (delivery: Delivery) => string | number, type: Parameters<typeof array>[1]) =>
    array(deliveries.map(of), type);
  return sql`unnest(
    ${column((d) => d.orgId, "uuid")}, ${column((d) => d.number, "int")}, ${column((d) => d.event.id, "text")},
    ${column((d) => d.webhook.id, "uuid")}, ${column((d) => d.attemptCount, "int")}
  ) as held (org_id, number, event_id, webhook_id, attempts)`;
}

const same = sql`j.org_id = held.org_id and j.number = held.number and j.event_id = held.event_id
  and j.webhook_id = held.webhook_id and j.attempt_count = held.attempts and j.status = 'running'`;

/** Keeps claimed jobs for another LEASE_SECONDS. */
export async function renewLeases(deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await relaxed().execute(
    sql`update jobs j set lease_until = ${lease} from ${heldBy(deliveries)} where ${same}`,
  );
}

/** Gives claimed jobs back unsent. Takes part in the transaction under way. */
export async function handBack(deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await db().execute(sql`
    update jobs j set lease_until = null, status = case when j.attempt_count > j.attempt_base then 'retrying' else 'queued' end
    from ${heldBy(deliveries)} where ${same}`);
}

type ClaimedRow = {
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

/**
 * A later try sends the body of the one before it, unless the webhook was changed or the job retried by hand meanwhile. (An
 * empty body is that of a try that could not be made into a request, such as by a failing template: nothing was sent.)
 *
 * Claims up to `count` of a webhook's due jobs, oldest first. In an ordered lane: its first job that isn't over, if that is
 * due or its process has died.
 */
export async function claimDue(webhook: DeliveryWebhook, count: number): Promise<Delivery[]> {
  const rows = await relaxed().execute<ClaimedRow>(sql`
    with due as (${webhook.ordered ? firstInOrder(webhook.id) : anyDue(webhook.id, count)}), claimed as (
      update jobs j set status = 'running', lease_until = ${lease}
      from due where j.org_id = due.org_id and j.number = due.number
      returning j.*
    )
    select c.org_id, c.number, c.is_test, c.attempt_count, c.attempt_base, c.uncounted_count,
      coalesce(c.restarted_at, c.created_at) as begun_at, c.event_id, e.type, e.data::text, e.changes::text,
      e.occurred_at, case when c.attempt_count > c.attempt_base then (
        select a.request_body from attempts a
        where a.org_id = c.org_id and a.job_number = c.number and a.request_body <> ''
        and a.started_at > ${webhook.updatedAt.toISOString()}::timestamptz order by a.number desc limit 1
      ) end as body
    from claimed c join events e on e.id = c.event_id order by c.number`);
  return Array.from(rows, (row) => ({
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
    webhook,
    body: row.body,
  }));
}

/** Its receiver asked to be left alone: another process may have heard it. */
const isPaused = (webhookId: string) =>
  sql`exists (select from lanes where webhook_id = ${webhookId} and resume_at > now())`;

const anyDue = (webhookId: string, count: number) => sql`
  select org_id, number from jobs
  where webhook_id = ${webhookId} and status in ('queued', 'retrying') and due_at <= now() and not ${isPaused(webhookId)}
  order by due_at limit ${count} for update skip locked`;

/** A batch this old that nobody could fan out no longer holds up an ordered lane. */
const BATCH_HOLDS_UP_MS = 60_000;

/** The first job of an ordered lane that isn't over, by the order in which the events were accepted. */
const firstOf = (webhookId: string | SQL) => sql`(
  select org_id, number from (
    (select org_id, number, event_id from jobs where webhook_id = ${webhookId} and status in ('queued', 'retrying')
      order by event_id limit 1)
    union all
    (select org_id, number, event_id from jobs where webhook_id = ${webhookId} and status = 'running')
  ) unfinished order by event_id limit 1)`;

/**
 * When the job `j`, first of its lane, may go: when it is due; while it is being sent, when its process must have died; and not before the jobs of
 * all events that the organisation sent earlier are made.
 */
const readyAt = () => sql`greatest(
  case when j.status = 'running' then j.lease_until else j.due_at end,
  case when exists (
    select from event_batches b join events e on e.id = any (b.event_ids)
    where b.id < j.event_id and b.id > ${encodeTime(Date.now() - BATCH_HOLDS_UP_MS)} and e.org_id = j.org_id
  ) then now() + interval '200 ms' end)`;

/** When the first job of an ordered lane may go, as a scalar; null when none waits. */
export const readyInOrder = (webhookId: SQL) =>
  sql`(select ${readyAt()} from jobs j where (j.org_id, j.number) = ${firstOf(webhookId)})`;

const firstInOrder = (webhookId: string) => sql`
  select org_id, number from jobs j
  where (j.org_id, j.number) = ${firstOf(webhookId)} and j.status in ('queued', 'retrying', 'running') and ${readyAt()} <= now()
    and not ${isPaused(webhookId)}
  for update`;

/**
 * Cancels what still waits for webhooks that were switched off or deleted. Test events go to one that is off, too.
 */
export async function cancelStrays(webhookIds: readonly string[]): Promise<void> {
  await db().execute(sql`
    update jobs j set status = 'cancelled', finished_at = now(),
      reason = case when w.id is null then 'The webhook was deleted' else 'The webhook is not active' end
    from unnest(${array(webhookIds, "uuid")}) as off (id) left join webhooks w using (id)
    where j.webhook_id = off.id and j.status in ('queued', 'retrying') and w.status is distinct from 'active'
      and not (j.is_test and w.id is not null)`);
}

/** Whether jobs of a webhook may be sent: it was not switched off or deleted, and its receiver (epoch ms) not to be left alone. */
export type LaneState = { off: boolean; resumeAt: number };

/** How some webhooks stand now, by id. */
export async function laneStates(webhookIds: readonly string[]): Promise<Map<string, LaneState>> {
  const rows = await db().execute<{ id: string; off: boolean; resume_at: string | null }>(sql`
    select given.id, w.status is distinct from 'active' as off, (extract(epoch from l.resume_at) * 1000)::bigint as resume_at
    from unnest(${array(webhookIds, "uuid")}) as given (id)
    left join webhooks w using (id) left join lanes l on l.webhook_id = given.id`);
  return new Map(
    Array.from(rows, ({ id, off, resume_at }) => [id, { off, resumeAt: Number(resume_at ?? 0) }]),
  );
}

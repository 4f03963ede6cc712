import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, relaxed } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { LEASE_SECONDS } from "./claims";
import type { DeliveryEvent } from "./delivery";
import type { Dispatcher } from "./dispatcher";
import { type MatchableEvent, matchable, matchWebhook } from "./match";
import { requestWakes } from "./wake";
import { type DeliveryWebhook, loadWebhooks } from "./webhook";

/** How long a process that took batches has to make their jobs. */
const CLAIM_SECONDS = 15;

type BatchEvent = DeliveryEvent & {
  batchId: string;
  orgId: OrgId;
  testWebhookId: string | null;
  dataEndpointId: string | null;
};

/** One event that goes to one webhook; `now` when this process sends it itself, else its lane's run will. */
type Pair = { event: BatchEvent; webhook: DeliveryWebhook; now: boolean };

const untried = { attemptCount: 0, attemptBase: 0, uncountedCount: 0, body: null };

/**
 * Makes the jobs of one batch of accepted events and hands what can go at once to the dispatcher; wakes the lanes of the
 * rest. Doing it again does nothing: the batch's row goes in the statement that makes its jobs.
 */
export async function fanOut(batchId: string, dispatcher: Dispatcher): Promise<void> {
  await fanOutEvents(await loadBatch(batchId), dispatcher);
}

/**
 * The same for the batches that nobody has taken yet, together and at most `limit` of them: what the embedded engine
 * does instead of a run for every batch. They are taken for CLAIM_SECONDS; a process that dies gives them back by that.
 * @returns how many batches there were.
 */
export async function fanOutPending(
  limit: number,
  dispatcher: Dispatcher,
): Promise<{ batches: number; events: number }> {
  const events = await claimBatches(limit);
  await fanOutEvents(events, dispatcher);
  return { batches: new Set(events.map((event) => event.batchId)).size, events: events.length };
}

async function fanOutEvents(events: readonly BatchEvent[], dispatcher: Dispatcher): Promise<void> {
  if (events.length === 0) return;
  const webhooks = await candidates(events);
  const claimed = new Map<string, number>();
  const pairs = events.flatMap((event) => {
    const content = matchable(event);
    return (webhooks.get(event.orgId) ?? [])
      .filter((webhook) => goesTo(event, content, webhook))
      .map((webhook) => {
        const before = claimed.get(webhook.id) ?? 0;
        const now = webhook.isReadable && before < dispatcher.room(webhook);
        if (now) claimed.set(webhook.id, before + 1);
        return { event, webhook, now };
      });
  });
  const made = await insertJobs([...new Set(events.map((event) => event.batchId))], pairs);
  const left: string[] = [];
  const begunAt = new Date();
  const submitted: Promise<void>[] = [];
  for (const { pair, number } of made) {
    const { event, webhook, now } = pair;
    const isTest = event.testWebhookId !== null;
    if (!now && !dispatcher.isAttended(webhook.id)) left.push(webhook.id);
    if (now)
      submitted.push(
        dispatcher.submit({ ...untried, orgId: event.orgId, number, isTest, begunAt, event, webhook }),
      );
  }
  await requestWakes(left.map((webhookId) => ({ webhookId, at: Date.now() })));
  await dispatcher.settle(submitted);
}

type EventRow = {
  batch_id: string;
  id: string;
  org_id: OrgId;
  type: string;
  data: string;
  changes: string | null;
  occurred_at: string;
  test_webhook_id: string | null;
  data_endpoint_id: string | null;
};

const eventColumns = sql`b.id as batch_id, e.id, e.org_id, e.type, e.data::text, e.changes::text, e.occurred_at,
  e.test_webhook_id, e.data_endpoint_id`;

async function loadBatch(batchId: string): Promise<BatchEvent[]> {
  const rows = await db().execute<EventRow>(sql`
    select ${eventColumns} from event_batches b join events e on e.id = any (b.event_ids)
    where b.id = ${batchId} order by e.id`);
  return Array.from(rows, toBatchEvent);
}

async function claimBatches(limit: number): Promise<BatchEvent[]> {
  const rows = await relaxed().execute<EventRow>(sql`
    with next as (
      select id from event_batches where claimed_until is null or claimed_until < now()
      order by id limit ${limit} for update skip locked
    ), b as (
      update event_batches set claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      from next where event_batches.id = next.id returning event_batches.id, event_ids
    )
    select ${eventColumns} from b cross join lateral unnest(b.event_ids) as member (id) join events e on e.id = member.id
    order by e.id`);
  return Array.from(rows, toBatchEvent);
}

function toBatchEvent(row: EventRow): BatchEvent {
  return {
    batchId: row.batch_id,
    id: row.id,
    orgId: row.org_id,
    type: row.type,
    dataText: row.data,
    changesText: row.changes,
    occurredAt: new Date(row.occurred_at),
    testWebhookId: row.test_webhook_id,
    dataEndpointId: row.data_endpoint_id,
  };
}

async function candidates(events: readonly BatchEvent[]): Promise<Map<OrgId, DeliveryWebhook[]>> {
  const named = events
    .flatMap((event) => [event.testWebhookId, event.dataEndpointId])
    .filter((id) => id !== null);
  const loaded = await loadWebhooks([...new Set(events.map((event) => event.orgId))], [...new Set(named)]);
  const groups = new Map<OrgId, DeliveryWebhook[]>();
  for (const webhook of loaded) {
    const group = groups.get(webhook.orgId);
    if (group) group.push(webhook);
    else groups.set(webhook.orgId, [webhook]);
  }
  return groups;
}

function goesTo(event: BatchEvent, content: MatchableEvent, webhook: DeliveryWebhook): boolean {
  if (event.testWebhookId) return event.testWebhookId === webhook.id;
  if (webhook.status !== "active") return false;
  return event.dataEndpointId === webhook.id || matchWebhook(webhook, content).matches;
}

type Made = { pair: Pair; number: number };

/** One statement: the run numbers, the jobs, and the end of the batch. */
async function insertJobs(batchIds: string[], pairs: Pair[]): Promise<Made[]> {
  const column = (of: (pair: Pair) => string | boolean, type: Parameters<typeof array>[1]) =>
    array(pairs.map(of), type);
  // Relaxed: should a crash undo it, the batch is there again, and the webhook-ids of what was sent are the same.
  const rows = await relaxed().execute<{ event_id: string; webhook_id: string; number: number }>(sql`
    with pair as (
      select * from unnest(
        ${column((p) => p.event.orgId, "uuid")}, ${column((p) => p.event.id, "text")}, ${column((p) => p.event.type, "text")},
        ${column((p) => p.webhook.id, "uuid")}, ${column((p) => p.now, "boolean")},
        ${column((p) => p.event.testWebhookId !== null, "boolean")}
      ) with ordinality as p (org_id, event_id, event_type, webhook_id, now, is_test, place)
      where exists (select from event_batches where id = any (${array(batchIds, "text")}))
    ), counter as (
      insert into org_counters as c (org_id, last_job_number)
      select org_id, count(*) from pair group by org_id order by org_id
      on conflict (org_id) do update set last_job_number = c.last_job_number + excluded.last_job_number
      returning org_id, last_job_number
    ), made as (
      insert into jobs (org_id, number, event_id, event_type, webhook_id, status, is_test, lease_until)
      select p.org_id, c.last_job_number + 1 - row_number() over (partition by p.org_id order by p.place desc),
        p.event_id, p.event_type, p.webhook_id, case when p.now then 'running' else 'queued' end, p.is_test,
        case when p.now then now() + make_interval(secs => ${LEASE_SECONDS}) end
      from pair p join counter c using (org_id)
      on conflict (event_id, webhook_id) do nothing
      returning number, event_id, webhook_id
    ), done as (
      delete from event_batches where id = any (${array(batchIds, "text")})
    )
    select * from made order by number`);
  const byKey = new Map(pairs.map((pair) => [`${pair.event.id} ${pair.webhook.id}`, pair]));
  return Array.from(rows, (row) => ({
    pair: byKey.get(`${row.event_id} ${row.webhook_id}`) as Pair,
    number: row.number,
  }));
}

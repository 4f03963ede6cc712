import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { relaxed } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { fromNow } from "@/db/spans";
import { type AcceptedBatch, type Paused, pausedOf } from "@/lib/events/store";
import { LEASE_MS } from "./constants";

type Row = {
  batch_id: string;
  org_id: OrgId;
  version: string;
  paused: Paused[] | null;
  id: string;
  type: string;
  data: string;
  changes: string | null;
  occurred_at: string;
  test_webhook_id: string | null;
  data_endpoint_id: string | null;
  made: string[];
};

const lease = fromNow(LEASE_MS);

/** Takes batches that nobody holds, the oldest first, with their events. */
export async function leaseBatches(limit: number): Promise<AcceptedBatch[]> {
  const askedAt = performance.now();
  const rows = await relaxed().execute<Row>(sql`
    with next as (
      select id from event_batches where leased_until is null or leased_until < now()
      order by id limit ${limit} for update skip locked
    ), b as (
      update event_batches set leased_until = ${lease} from next where event_batches.id = next.id
      returning event_batches.id, event_batches.org_id, event_ids
    ), ${pausedOf(sql`select org_id from b`)}
    select b.id as batch_id, b.org_id, o.webhooks_version as version, paused.list as paused, e.id, e.type, e.data::text, e.changes::text, e.occurred_at,
      e.test_webhook_id, e.data_endpoint_id, array(select j.webhook_id::text from jobs j where j.event_id = e.id) as made
    from b join organisations o on o.id = b.org_id left join paused on paused.org_id = b.org_id cross join lateral unnest(b.event_ids) as member (id) join events e on e.id = member.id
    order by e.id`);
  const made = new Map(Array.from(rows, (row) => [row.id, row.made]));
  const batches = new Map<string, AcceptedBatch>();
  for (const row of rows) {
    const { batch_id: id, org_id: orgId } = row;
    const batch = batches.get(id) ?? {
      id,
      orgId,
      webhooksVersion: Number(row.version),
      paused: row.paused ?? [],
      events: [],
      askedAt,
      made,
    };
    batches.set(id, batch);
    batch.events.push({
      id: row.id,
      type: row.type,
      dataText: row.data,
      changesText: row.changes,
      occurredAt: new Date(row.occurred_at),
      testWebhookId: row.test_webhook_id,
      dataEndpointId: row.data_endpoint_id,
    });
  }
  return [...batches.values()];
}

/** Keeps batches for another LEASE_MS. */
export async function renewBatches(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await relaxed().execute(sql`
    update event_batches set leased_until = ${lease} where id = any (${array(ids, "text")})`);
}

import { sql } from "drizzle-orm";
import { monotonicFactory } from "ulid";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { announceBatch } from "@/inngest/send";

/** An event as it is written. */
export type NewEvent = {
  id: string;
  orgId: OrgId;
  type: string;
  /** JSON text. */
  data: string;
  /** JSON text. */
  changes: string | null;
  occurredAt: string;
  sourceId: string | null;
  testWebhookId: string | null;
  dataEndpointId: string | null;
};

/** A new event id: a ULID, so ids sort by time. */
export const newEventId: () => string = monotonicFactory();

/**
 * Writes events in one statement, which takes part in the transaction under way if there is one, and tells the engine.
 * An event whose source id the organisation has used before is not written again, nor is one that is there already because
 * only the answer to its commit was lost: that one counts as written.
 * @returns the id under which each event is kept: its own, or that of the earlier one with the same source id.
 */
export async function storeEvents(events: readonly NewEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const batchId = newEventId();
  const column = (key: keyof NewEvent, type: Parameters<typeof array>[1]) =>
    array(
      events.map((event) => event[key]),
      type,
    );
  const written = await db().execute<{ id: string }>(sql`
    with fresh as (
      insert into events (id, org_id, type, data, changes, occurred_at, source_id, test_webhook_id, data_endpoint_id)
      select * from unnest(
        ${column("id", "text")}, ${column("orgId", "uuid")}, ${column("type", "text")}, ${column("data", "json")},
        ${column("changes", "json")}, ${column("occurredAt", "timestamptz")}, ${column("sourceId", "text")},
        ${column("testWebhookId", "uuid")}, ${column("dataEndpointId", "uuid")})
      on conflict do nothing
      returning id
    ), batch as (
      insert into event_batches (id, event_ids) select ${batchId}, array_agg(id) from fresh having count(*) > 0
    )
    select id from fresh`);
  if (written.length > 0) {
    await announceBatch(batchId);
  }
  return written.length === events.length ? events.map((event) => event.id) : keptIds(events, written);
}

async function keptIds(events: readonly NewEvent[], written: Iterable<{ id: string }>): Promise<string[]> {
  const fresh = new Set(Array.from(written, (row) => row.id));
  const repeated = events.filter((event) => !fresh.has(event.id));
  const earlier = await db().execute<{ id: string; org_id: string; source_id: string }>(sql`
    select e.id, e.org_id, e.source_id from events e
    join unnest(${array(
      repeated.map((event) => event.orgId),
      "uuid",
    )}, ${array(
      repeated.map((event) => event.sourceId),
      "text",
    )})
      as wanted (org_id, source_id) using (org_id, source_id)`);
  const ids = new Map(Array.from(earlier, (row) => [`${row.org_id} ${row.source_id}`, row.id]));
  return events.map((event) =>
    fresh.has(event.id) ? event.id : (ids.get(`${event.orgId} ${event.sourceId}`) ?? event.id),
  );
}

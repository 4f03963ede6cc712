import { sql } from "drizzle-orm";
import { monotonicFactory } from "ulid";
import { array } from "@/db/arrays";
import { db, onCommit } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { rows } from "@/db/rows";
import { announceBatches } from "@/inngest/send";

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

/** An event as it was accepted. */
export type AcceptedEvent = {
  id: string;
  type: string;
  /** JSON text, as it was accepted. */
  dataText: string;
  changesText: string | null;
  occurredAt: Date;
  /** A test event: goes to this webhook alone. */
  testWebhookId: string | null;
  /** The webhook that a record names as its data endpoint. */
  dataEndpointId: string | null;
};

/** An organisation's events accepted together, under a lease of this process. */
export type AcceptedBatch = {
  id: string;
  orgId: OrgId;
  /** The version of the organisation's webhooks, when it was accepted or later. */
  webhooksVersion: number;
  events: AcceptedEvent[];
  /** When its lease was asked for, by `performance.now()`: it counts from then, however late the answer came. */
  askedAt: number;
  /** The webhooks that an event has a job for already, by its id: of a batch that another process had begun. */
  made?: ReadonlyMap<string, readonly string[]>;
};

/** Who sends what this process accepts; null where that is another process's affair. */
let express: ((batch: AcceptedBatch) => void) | null = null;

/** From now on what this process accepts is taken on by `take`, right after its commit; null ends it. */
export function setExpress(take: typeof express): void {
  express = take;
}

/** How long a batch is the accepting process's own without a sign of life. */
const LEASE_SECONDS = 15;

type Written = { id: string; org_id: OrgId; version: string };

/**
 * Writes events in one statement, which takes part in the transaction under way if there is one. Once they are committed this process sends them
 * itself (`setExpress`), or whoever does is told.
 * An event whose source id the organisation has used before is not written again, nor is one that is there already because
 * only the answer to its commit was lost: that one counts as written.
 * @returns the id under which each event is kept: its own, or that of the earlier one with the same source id.
 */
export async function storeEvents(events: readonly NewEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const batches = [...new Set(events.map(({ orgId }) => orgId))].map((orgId) => ({
    id: newEventId(),
    orgId,
  }));
  const askedAt = performance.now();
  const written = await db().execute<Written>(sql`
    with fresh as (
      insert into events (id, org_id, type, data, changes, occurred_at, source_id, test_webhook_id, data_endpoint_id)
      select * from ${rows(events, "given", {
        id: ["text", (event) => event.id],
        org_id: ["uuid", (event) => event.orgId],
        type: ["text", (event) => event.type],
        data: ["json", (event) => event.data],
        changes: ["json", (event) => event.changes],
        occurred_at: ["timestamptz", (event) => event.occurredAt],
        source_id: ["text", (event) => event.sourceId],
        test_webhook_id: ["uuid", (event) => event.testWebhookId],
        data_endpoint_id: ["uuid", (event) => event.dataEndpointId],
      })}
      on conflict do nothing
      returning id, org_id
    ), batch as (
      insert into event_batches (id, org_id, event_ids, leased_until)
      select b.id, b.org_id, array_agg(fresh.id order by fresh.id), ${express ? sql`now() + make_interval(secs => ${LEASE_SECONDS})` : sql`null`}
      from fresh join ${rows(batches, "b", { id: ["text", (b) => b.id], org_id: ["uuid", (b) => b.orgId] })} using (org_id)
      group by b.id, b.org_id
    )
    select fresh.id, fresh.org_id, o.webhooks_version as version from fresh join organisations o on o.id = fresh.org_id`);
  if (written.length > 0) await passOn(events, batches, Array.from(written), askedAt);
  return written.length === events.length ? events.map((event) => event.id) : keptIds(events, written);
}

async function passOn(
  events: readonly NewEvent[],
  batches: { id: string; orgId: OrgId }[],
  written: Written[],
  askedAt: number,
): Promise<void> {
  const take = express;
  if (!take) return announceBatches();
  const ids = new Set(written.map(({ id }) => id));
  await onCommit(async () => {
    for (const { id, orgId } of batches) {
      const own = events.filter((event) => event.orgId === orgId && ids.has(event.id));
      const version = written.find((row) => row.org_id === orgId)?.version;
      if (own.length > 0)
        take({ id, orgId, webhooksVersion: Number(version), events: own.map(toAccepted), askedAt });
    }
  });
}

const toAccepted = (event: NewEvent): AcceptedEvent => ({
  id: event.id,
  type: event.type,
  dataText: event.data,
  changesText: event.changes,
  occurredAt: new Date(event.occurredAt),
  testWebhookId: event.testWebhookId,
  dataEndpointId: event.dataEndpointId,
});

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

import { type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, hot, onCommit } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { rows } from "@/db/rows";
import { fromNow, msUntil } from "@/db/spans";
import { announceBatches } from "@/inngest/send";
import { createUlids } from "@/lib/ulids";

/** An event as it is written. */
export type NewEvent = {
  id: string;
  orgId: OrgId;
  type: string;
  /** JSON text. */
  data: string;
  /** JSON text. */
  changes: string | null;
  occurredAt: Date;
  sourceId: string | null;
  testWebhookId: string | null;
  dataEndpointId: string | null;
  /** The API key it came with, where that is to be proved: it is not written if the key was revoked. */
  keyToProve?: string | null;
};

/** A new event id: a ULID, so ids sort by time. */
export const newEventId: () => string = createUlids();

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

export type Paused = { webhookId: string; resumeInMs: number };

/** An organisation's events accepted together, under a lease of this process. */
export type AcceptedBatch = {
  id: string;
  orgId: OrgId;
  /** The version of the organisation's webhooks, when it was accepted or later. */
  webhooksVersion: number;
  /** Its webhooks whose receiver had asked for patience then, and for how much longer, in ms. */
  paused: readonly Paused[];
  events: AcceptedEvent[];
  /** When its lease was asked for, by `performance.now()`: it counts from then, however late the answer came. */
  askedAt: number;
  /** The webhooks that an event has a job for already, by its id: of a batch that another process had begun. */
  made?: ReadonlyMap<string, readonly string[]>;
};

/** Who sends what this process accepts. */
type Express = {
  /** How long a batch is its own without a sign of life. */
  leaseMs: number;
  /** Takes a batch on, right after its commit. */
  take: (batch: AcceptedBatch) => void;
  /** Resolves when not too much of an organisation's waits to be sent, or after a while all the same; null when that is so already. */
  room: (orgId: OrgId) => Promise<void> | null;
};

/** None where sending is another process's affair. One a process: Next's bundles have a copy of this module each. */
const holder = globalThis as unknown as { hookyardExpress?: Express | null };

/** From now on what this process accepts is taken on by it; null ends it. */
export function setExpress(taker: Express | null): void {
  holder.hookyardExpress = taker;
}

/** What the caller of an accepted event waits for, so that no more is accepted than is sent. */
export const expressRoom = (orgId: OrgId): Promise<void> | null =>
  holder.hookyardExpress?.room(orgId) ?? null;

type Written = { id: string; org_id: OrgId; version: string; paused: Paused[] | null };

/** A common table expression `paused (org_id, list)`: as `AcceptedBatch` has it, of those organisations of `orgs` (org_id) that have any. */
export const pausedOf = (orgs: SQL): SQL => sql`paused as (
      select l.org_id, json_agg(json_build_object('webhookId', l.webhook_id, 'resumeInMs', ${msUntil(sql`l.resume_at`)})) as list
      from lanes l where l.resume_at > now() and l.org_id in (${orgs}) group by l.org_id
    )`;

/**
 * Writes events in one statement, which takes part in the transaction under way if there is one. Once they are committed this process sends them
 * itself (`setExpress`), or whoever does is told.
 * An event whose source id the organisation has used before is not written again, nor is one that is there already because
 * only the answer to its commit was lost: that one counts as written.
 * @returns the id under which each event is kept: its own, or that of the earlier one with the same source id; null where its API key was revoked.
 */
export async function storeEvents(events: readonly NewEvent[]): Promise<(string | null)[]> {
  if (events.length === 0) return [];
  const batches = [...new Set(events.map(({ orgId }) => orgId))].map((orgId) => ({
    id: newEventId(),
    orgId,
  }));
  const leasedUntil = holder.hookyardExpress ? fromNow(holder.hookyardExpress.leaseMs) : sql`null`;
  const askedAt = performance.now();
  const written = await hot().execute<Written>(sql`
    with valid as (
      select id from api_keys where id = any (${array(keysOf(events), "uuid")}) and revoked_at is null
    ), fresh as (
      insert into events (id, org_id, type, data, changes, occurred_at, source_id, test_webhook_id, data_endpoint_id)
      select id, org_id, type, data, changes, occurred_at, source_id, test_webhook_id, data_endpoint_id from ${rows(
        events,
        "given",
        {
          id: ["text", (event) => event.id],
          org_id: ["uuid", (event) => event.orgId],
          type: ["text", (event) => event.type],
          data: ["json", (event) => event.data],
          changes: ["json", (event) => event.changes],
          occurred_at: ["timestamptz", (event) => event.occurredAt],
          source_id: ["text", (event) => event.sourceId],
          test_webhook_id: ["uuid", (event) => event.testWebhookId],
          data_endpoint_id: ["uuid", (event) => event.dataEndpointId],
          key_to_prove: ["uuid", (event) => event.keyToProve ?? null],
        },
      )}
      where key_to_prove is null or key_to_prove in (select id from valid)
      on conflict do nothing
      returning id, org_id
    ), batch as (
      insert into event_batches (id, org_id, event_ids, leased_until)
      select b.id, b.org_id, array_agg(fresh.id order by fresh.id), ${leasedUntil}
      from fresh join ${rows(batches, "b", { id: ["text", (b) => b.id], org_id: ["uuid", (b) => b.orgId] })} using (org_id)
      group by b.id, b.org_id
    ), ${pausedOf(sql`select org_id from fresh`)}
    select fresh.id, fresh.org_id, o.webhooks_version as version, paused.list as paused
    from fresh join organisations o on o.id = fresh.org_id left join paused using (org_id)`);
  if (written.length > 0) await passOn(events, batches, Array.from(written), askedAt);
  return written.length === events.length ? events.map((event) => event.id) : keptIds(events, written);
}

const keysOf = (events: readonly NewEvent[]): string[] => [
  ...new Set(events.flatMap(({ keyToProve }) => keyToProve ?? [])),
];

async function passOn(
  events: readonly NewEvent[],
  batches: { id: string; orgId: OrgId }[],
  written: Written[],
  askedAt: number,
): Promise<void> {
  const taker = holder.hookyardExpress;
  if (!taker) return announceBatches();
  const ids = new Set(written.map(({ id }) => id));
  await onCommit(async () => {
    for (const { id, orgId } of batches) {
      const own = events.filter((event) => event.orgId === orgId && ids.has(event.id));
      const row = written.find((each) => each.org_id === orgId);
      if (!row || own.length === 0) continue;
      const known = { webhooksVersion: Number(row.version), paused: row.paused ?? [], askedAt };
      taker.take({ ...known, id, orgId, events: own.map(toAccepted) });
    }
  });
}

const toAccepted = (event: NewEvent): AcceptedEvent => ({
  id: event.id,
  type: event.type,
  dataText: event.data,
  changesText: event.changes,
  occurredAt: event.occurredAt,
  testWebhookId: event.testWebhookId,
  dataEndpointId: event.dataEndpointId,
});

/** Keys of which nothing was written: those that were revoked. */
async function revokedKeys(keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const found = await db().execute<{ id: string }>(sql`
    select given.id from unnest(${array(keys, "uuid")}) as given (id)
    where not exists (select from api_keys k where k.id = given.id and k.revoked_at is null)`);
  return new Set(Array.from(found, ({ id }) => id));
}

async function keptIds(
  events: readonly NewEvent[],
  written: Iterable<{ id: string }>,
): Promise<(string | null)[]> {
  const fresh = new Set(Array.from(written, (row) => row.id));
  const proved = keysOf(events.filter((event) => fresh.has(event.id)));
  const revoked = await revokedKeys(keysOf(events).filter((key) => !proved.includes(key)));
  const isRefused = ({ keyToProve }: NewEvent) => Boolean(keyToProve && revoked.has(keyToProve));
  const repeated = events.filter((event) => !fresh.has(event.id) && !isRefused(event));
  const earlier = await db().execute<{ id: string; org_id: string; source_id: string }>(sql`
    select e.id, e.org_id, e.source_id from events e
    join ${rows(repeated, "wanted", {
      org_id: ["uuid", (event) => event.orgId],
      source_id: ["text", (event) => event.sourceId],
    })} using (org_id, source_id)`);
  const ids = new Map(Array.from(earlier, (row) => [`${row.org_id} ${row.source_id}`, row.id]));
  return events.map((event) => {
    if (isRefused(event)) return null;
    return fresh.has(event.id) ? event.id : (ids.get(`${event.orgId} ${event.sourceId}`) ?? event.id);
  });
}

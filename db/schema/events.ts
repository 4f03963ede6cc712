import { sql } from "drizzle-orm";
import { index, json, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment, orgId } from "./columns";
import { organisations } from "./organisations";

/** Append-only. `data` is json, not jsonb: keys keep the order the platform gave them. */
export const events = pgTable(
  "events",
  {
    /** ULID. */
    id: text("id").primaryKey(),
    orgId: orgId(),
    type: text("type").notNull(),
    data: json("data").$type<Record<string, unknown>>().notNull(),
    changes: json("changes").$type<Record<string, unknown>>(),
    /** When it happened, by the platform's word. */
    occurredAt: moment("occurred_at").notNull(),
    /** The caller's own id of the event, if it gave one: the same id twice is one event. */
    sourceId: text("source_id"),
    /** Set on a test event: it goes to this webhook alone. */
    testWebhookId: uuid("test_webhook_id"),
    /** Set on an event whose webhook is named by a module's record (a data endpoint), beside what subscribes. */
    dataEndpointId: uuid("data_endpoint_id"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("events_org").on(t.orgId, t.id),
    uniqueIndex("events_source").on(t.orgId, t.sourceId).where(sql`${t.sourceId} is not null`),
  ],
);

/**
 * An organisation's events accepted together and not yet done with: deleted when each of their pairs of event and webhook has its job.
 * (One narrow row a batch instead of an update of every event's wide one.)
 */
export const eventBatches = pgTable(
  "event_batches",
  {
    id: text("id").primaryKey(),
    orgId: orgId(),
    eventIds: text("event_ids").array().notNull(),
    /** Until when the process that took it has it to itself; null while none has. */
    leasedUntil: moment("leased_until"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [index("event_batches_org").on(t.orgId, t.id)],
);

/** An organisation's own event types; the built-in ones are in lib/catalog. */
export const eventTypes = pgTable(
  "event_types",
  {
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    schema: json("schema").$type<Record<string, unknown>>(),
    sample: json("sample").$type<Record<string, unknown>>(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
);

export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** SHA-256 of the request's body, hex: the same key with another body is refused. */
    requestHash: text("request_hash").notNull(),
    /** Null until the call that claimed the key has its answer, in the same transaction. */
    response: jsonb("response").$type<unknown>(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.key] }), index("idempotency_keys_created").on(t.createdAt)],
);

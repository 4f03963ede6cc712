import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { FailureRule, RetrySchedule, StoredHeader, TargetCondition } from "../types";
import { address, bytea, moment, orgId } from "./columns";
import { organisations } from "./organisations";

export const webhooks = pgTable(
  "webhooks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    url: address("url").notNull(),
    method: text("method", { enum: ["POST", "PUT", "PATCH"] })
      .notNull()
      .default("POST"),
    description: text("description").notNull().default(""),
    /** active: is sent events; inactive: switched off by hand; disabled: switched off by Hookyard, see `statusReason`. */
    status: text("status", { enum: ["active", "inactive", "disabled"] }).notNull(),
    statusReason: text("status_reason"),
    statusChangedAt: moment("status_changed_at").notNull().defaultNow(),
    /** The run number of the job whose failure disabled it. */
    statusJobNumber: integer("status_job_number"),
    /** Since when it has missed events, because it was switched off; null once they were replayed or let go. */
    missedSince: moment("missed_since"),
    /** The last event that a replay which goes on later has looked at. */
    missedAfter: text("missed_after"),
    lifecycle: text("lifecycle", { enum: ["managed", "self_provisioned"] })
      .notNull()
      .default("managed"),
    subscriptions: text("subscriptions").array().notNull(),
    contentType: text("content_type", { enum: ["application/json", "application/x-www-form-urlencoded"] })
      .notNull()
      .default("application/json"),
    format: text("format", { enum: ["envelope", "data", "slack", "teams", "webex", "template"] })
      .notNull()
      .default("envelope"),
    template: text("template"),
    /** A CEL expression over the event; null lets every event through. */
    filter: text("filter"),
    /** Target attendees: all conditions must hold. */
    targets: jsonb("targets").$type<TargetCondition[]>().notNull().default([]),
    /** In the order they are sent; values are encrypted. */
    headers: jsonb("headers").$type<StoredHeader[]>().notNull().default([]),
    retry: jsonb("retry").$type<RetrySchedule>().notNull().default({ kind: "default" }),
    failureRule: jsonb("failure_rule").$type<FailureRule>().notNull().default({ kind: "first" }),
    timeoutMs: integer("timeout_ms").notNull().default(15_000),
    /** Requests per second; null is no limit. */
    rateLimit: integer("rate_limit"),
    ordered: boolean("ordered").notNull().default(false),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("webhooks_org_id").on(t.orgId, t.id),
    index("webhooks_org_created").on(t.orgId, t.createdAt),
    check("webhooks_status", sql`${t.status} in ('active', 'inactive', 'disabled')`),
  ],
);

/** What is left of a deleted webhook, so that its jobs still have a name. */
export const deletedWebhooks = pgTable(
  "deleted_webhooks",
  {
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    url: address("url").notNull(),
    reason: text("reason"),
    deletedAt: moment("deleted_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orgId: orgId(),
    webhookId: uuid("webhook_id").notNull(),
    ciphertext: text("ciphertext").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Set on a secret that was rotated away: it goes on signing until then. Null is the current one. */
    expiresAt: moment("expires_at"),
  },
  (t) => [
    index("webhook_secrets_webhook").on(t.webhookId),
    foreignKey({ columns: [t.orgId, t.webhookId], foreignColumns: [webhooks.orgId, webhooks.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** When a webhook's jobs are looked at next, and what changes with its deliveries: apart from its settings, so that the hot path never rewrites those. */
export const lanes = pgTable(
  "lanes",
  {
    webhookId: uuid("webhook_id").primaryKey(),
    orgId: orgId(),
    /** When something of it is due: never later than the first of its jobs that isn't over. Null while none is, or a holder looks after it. */
    dueAt: moment("due_at"),
    /** The process that drains it, and until when it has the lane to itself. */
    leasedBy: text("leased_by"),
    leasedUntil: moment("leased_until"),
    /** The earliest moment the rate limit lets the next request go. */
    nextSlotAt: moment("next_slot_at"),
    /** Until when the receiver asked to be left alone, and with which status (429 or 503). Stays when it is past. */
    resumeAt: moment("resume_at"),
    resumeStatus: integer("resume_status"),
    lastDeliveryAt: moment("last_delivery_at"),
    lastStatus: text("last_status", { enum: ["succeeded", "failed"] }),
  },
  (t) => [
    index("lanes_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    index("lanes_paused").on(t.orgId).where(sql`${t.resumeAt} is not null`),
    index("lanes_leased").on(t.leasedUntil).where(sql`${t.leasedUntil} is not null`),
    foreignKey({ columns: [t.orgId, t.webhookId], foreignColumns: [webhooks.orgId, webhooks.id] }).onDelete(
      "cascade",
    ),
  ],
);

export const testEndpoints = pgTable(
  "test_endpoints",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    token: text("token").notNull().unique(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    unique("test_endpoints_org_id").on(t.orgId, t.id),
    index("test_endpoints_org").on(t.orgId, t.createdAt),
  ],
);

export const receivedRequests = pgTable(
  "received_requests",
  {
    id: text("id").primaryKey(),
    orgId: orgId(),
    endpointId: uuid("endpoint_id").notNull(),
    method: text("method").notNull(),
    /** Path and query as they came. */
    target: text("target").notNull(),
    headers: json("headers").$type<[string, string][]>().notNull(),
    body: bytea("body").notNull(),
    signature: text("signature", { enum: ["valid", "invalid", "missing", "unknown"] }).notNull(),
    signatureDetail: text("signature_detail"),
    receivedAt: moment("received_at").notNull().defaultNow(),
  },
  (t) => [
    index("received_requests_endpoint").on(t.endpointId, t.id),
    foreignKey({
      columns: [t.orgId, t.endpointId],
      foreignColumns: [testEndpoints.orgId, testEndpoints.id],
    }).onDelete("cascade"),
  ],
);

import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Timings } from "../types";
import { address, bytea, moment, orgId } from "./columns";

export const cancelCodes = ["by_hand", "webhook_off", "webhook_deleted"] as const;

/** One event going to one webhook. Narrow on purpose: what was sent is in its attempts, so that a change of status rewrites little. */
export const jobs = pgTable(
  "jobs",
  {
    orgId: orgId(),
    /** The run number: counts up per organisation. */
    number: integer("number").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").notNull(),
    webhookId: uuid("webhook_id").notNull(),
    status: text("status", {
      enum: ["queued", "running", "retrying", "succeeded", "failed", "cancelled"],
    }).notNull(),
    isTest: boolean("is_test").notNull().default(false),
    attemptCount: integer("attempt_count").notNull().default(0),
    /** Tries already used when it was last retried by hand: the schedule starts anew after them. */
    attemptBase: integer("attempt_base").notNull().default(0),
    /** Tries since then that its schedule does not count: the receiver asked to wait (429). */
    uncountedCount: integer("uncounted_count").notNull().default(0),
    /** When it was last retried by hand. */
    restartedAt: moment("restarted_at"),
    /** While it waits: when its next try is due. While it runs: when another process may take it over. */
    dueAt: moment("due_at").notNull().defaultNow(),
    lastErrorClass: text("last_error_class"),
    lastResponseStatus: integer("last_response_status"),
    /** What it was cancelled by (lib/jobs/cancel), and why, in words. */
    cancelCode: text("cancel_code", { enum: cancelCodes }),
    reason: text("reason"),
    createdAt: moment("created_at").notNull().defaultNow(),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.number] }),
    uniqueIndex("jobs_event_webhook").on(t.eventId, t.webhookId),
    index("jobs_webhook").on(t.orgId, t.webhookId, t.number),
    index("jobs_type").on(t.orgId, t.eventType, t.number),
    index("jobs_unsuccessful").on(t.orgId, t.status, t.number).where(sql`${t.status} <> 'succeeded'`),
    index("jobs_webhook_unsuccessful")
      .on(t.orgId, t.webhookId, t.status, t.number)
      .where(sql`${t.status} <> 'succeeded'`),
    index("jobs_due").on(t.webhookId, t.dueAt).where(sql`${t.status} in ('queued', 'retrying', 'running')`),
    index("jobs_in_order")
      .on(t.webhookId, t.eventId)
      .where(sql`${t.status} in ('queued', 'retrying', 'running')`),
    index("jobs_created").using("brin", t.createdAt),
    index("jobs_ended")
      .on(t.webhookId, t.finishedAt)
      .where(sql`${t.status} in ('succeeded', 'failed') and not ${t.isTest}`),
  ],
);

/** One HTTP exchange. Written once, when it is over. */
export const attempts = pgTable(
  "attempts",
  {
    orgId: orgId(),
    jobNumber: integer("job_number").notNull(),
    number: integer("number").notNull(),
    startedAt: moment("started_at").notNull(),
    method: text("method").notNull(),
    url: address("url").notNull(),
    /** As sent, in order; secret values are masked. */
    requestHeaders: json("request_headers").$type<[string, string][]>().notNull(),
    /** The exact body sent. Null on a later try: it sends what the first one sent. */
    requestBody: text("request_body"),
    responseStatus: integer("response_status"),
    responseHeaders: json("response_headers").$type<[string, string][]>(),
    responseBody: bytea("response_body"),
    responseTruncated: boolean("response_truncated").notNull().default(false),
    timings: json("timings").$type<Timings>().notNull(),
    /** Null on success; else see lib/delivery/network/error-class-names.ts. */
    errorClass: text("error_class"),
    errorMessage: text("error_message"),
    /** Whether it used up one of the schedule's tries. */
    counted: boolean("counted").notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.jobNumber, t.number] })],
);

/** What happened to a webhook's jobs in an hour: charts and lists read these rows instead of counting jobs. */
export const deliveryStats = pgTable(
  "delivery_stats",
  {
    orgId: orgId(),
    webhookId: uuid("webhook_id").notNull(),
    hour: moment("hour").notNull(),
    succeeded: integer("succeeded").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    attempts: integer("attempts").notNull().default(0),
    /** Attempts by total time: one counter a bound of LATENCY_BOUNDS_MS (lib/stats/latency-bounds.ts), the last for all above. */
    latency: integer("latency").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hour, t.webhookId] })],
);

import { sql } from "drizzle-orm";
import { boolean, index, integer, json, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** What triggers a run. */
export type EngineEvent = { id: string; name: string; data: unknown; ts: number };

/** A memoised step: its hashed id and how it ended. */
export type EngineStep = [
  id: string,
  result: { type: "data"; data: unknown } | { type: "error"; error: unknown },
];

/** Ids that senders gave their events, kept a day so that the same id twice is one event. */
export const engineEvents = pgTable(
  "engine_events",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [index("engine_events_created").on(t.createdAt)],
);

/**
 * A run that is not over; deleted when it is. `dueAt` is at once its start, its next timer, its next retry and its lease:
 * claiming a run pushes it ahead, a heartbeat renews it, a dead process's runs come due by themselves.
 */
export const engineRuns = pgTable(
  "engine_runs",
  {
    id: text("id").primaryKey(),
    functionId: text("function_id").notNull(),
    /** The triggering event: {id, name, data, ts}. */
    event: json("event").$type<EngineEvent>().notNull(),
    /** Memoised steps by hashed id, in the order they finished. */
    steps: json("steps").$type<EngineStep[]>().notNull().default([]),
    /** Faults of the current step so far. */
    attempt: integer("attempt").notNull().default(0),
    /** Runs of one function with the same key share its concurrency limit. */
    concurrencyKey: text("concurrency_key"),
    /** It came due while its key was at its limit: the next run of that key to pause or end makes it due. */
    waiting: boolean("waiting").notNull().default(false),
    /** The engine process that holds it; null while it waits or sleeps. */
    lockedBy: text("locked_by"),
    dueAt: moment("due_at").notNull().defaultNow(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("engine_runs_due").on(t.dueAt),
    index("engine_runs_key").on(t.functionId, t.concurrencyKey).where(sql`${t.concurrencyKey} is not null`),
  ],
);

/** Runs that used up their retries, for the operator to see. */
export const engineFailures = pgTable("engine_failures", {
  runId: text("run_id").primaryKey(),
  functionId: text("function_id").notNull(),
  event: json("event").notNull(),
  error: json("error").notNull(),
  failedAt: moment("failed_at").notNull().defaultNow(),
});

/** The last tick of each cron function that was turned into a run, so that several engines make one. */
export const engineCrons = pgTable("engine_crons", {
  functionId: text("function_id").primaryKey(),
  lastTick: moment("last_tick").notNull(),
});

/** Engine processes that are alive: `seenAt` is renewed every few seconds, rows of dead ones are swept. */
export const engineProcesses = pgTable("engine_processes", {
  id: text("id").primaryKey(),
  startedAt: moment("started_at").notNull().defaultNow(),
  seenAt: moment("seen_at").notNull().defaultNow(),
});

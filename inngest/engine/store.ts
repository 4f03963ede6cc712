import { type SQL, sql } from "drizzle-orm";
import type { EngineEvent } from "@/db/schema/engine";
import { createUlids } from "@/lib/ulids";
import type { Route, Routes } from "../triggers";

/** The channel on which engines hear that a run is due. */
export const WAKE_CHANNEL = "hookyard_engine";

/** An event on its way in. With an id it counts once a day, however often it is sent. */
export type IncomingEvent = { id?: string | undefined; name: string; data: unknown; ts?: number | undefined };

/** A pool or a transaction of Drizzle's. */
export type Executor = { execute(query: SQL): PromiseLike<unknown> };

export const newId: () => string = createUlids();

type NewRun = {
  id: string;
  function_id: string;
  concurrency_key: string | null;
  event: EngineEvent;
  /** The id to remember; null for an event that came without one. */
  event_id: string | null;
  delay_ms: number;
};

/**
 * Stores events and a run for each function they start: one statement, so they exist together or not at all, and with
 * the caller's rows if `executor` is the caller's transaction. Wake the engines when it is committed (wake.ts).
 * @returns the events' ids, in order.
 */
export async function storeEvents(
  executor: Executor,
  incoming: readonly IncomingEvent[],
  routes: Routes,
): Promise<string[]> {
  const now = Date.now();
  const seen = new Set<string>();
  const runs: NewRun[] = [];
  const ids = incoming.map(({ id: givenId, name, data, ts }) => {
    const event: EngineEvent = { id: givenId ?? newId(), name, data: data ?? {}, ts: ts ?? now };
    if (givenId === undefined || !seen.has(givenId)) {
      for (const route of routes[name] ?? []) runs.push(newRun(event, route, givenId ?? null, now));
    }
    if (givenId !== undefined) seen.add(givenId);
    return event.id;
  });
  if (runs.length > 0) await executor.execute(insertRuns(runs));
  return ids;
}

function newRun(event: EngineEvent, route: Route, eventId: string | null, now: number): NewRun {
  return {
    id: newId(),
    function_id: route.functionId,
    concurrency_key: route.concurrencyKey === undefined ? null : readKey(event, route.concurrencyKey),
    event,
    event_id: eventId,
    // An event dated ahead starts its runs then.
    delay_ms: Math.max(0, event.ts - now),
  };
}

/** The value at `event.data.…` as text; missing values share one key. An empty path is one key for all. */
function readKey(event: EngineEvent, path: string): string {
  if (path === "") return "";
  let value: unknown = { event };
  for (const part of path.split(".")) {
    value =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Two senders of the same ids meet in the order of the ids, so that neither waits for the other. */
function insertRuns(runs: readonly NewRun[]): SQL {
  return sql`
    with run as materialized (
      select * from json_to_recordset(${JSON.stringify(runs)}::text::json)
        as r (id text, function_id text, concurrency_key text, event json, event_id text, delay_ms float8)
    ), fresh as (
      insert into engine_events (id, name)
      select distinct on (event_id) event_id, event->>'name' from run where event_id is not null order by event_id
      on conflict (id) do nothing
      returning id
    ), added as (
      insert into engine_runs (id, function_id, event, concurrency_key, due_at)
      select id, function_id, event, concurrency_key, now() + delay_ms * interval '1 ms'
      from run where event_id is null or event_id in (select id from fresh)
    )
    select`;
}

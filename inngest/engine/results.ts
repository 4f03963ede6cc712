import type { Sql } from "@/db/client";
import type { EngineEvent } from "@/db/schema/engine";
import type { Outcome } from "./decide";
import { type ClaimedRun, lockKeys } from "./queue";
import { newId, WAKE_CHANNEL } from "./store";

/** A run and what became of it in a call. */
export type Result = { run: ClaimedRun; outcome: Outcome };

type Patch = {
  id: string;
  steps?: unknown;
  attempt: number;
  delay_ms: number | null;
  at: string | null;
};

/** How the failures of a function are handled: which functions start. */
export type FailureRoutes = (functionId: string) => string[];

/**
 * Writes what became of many runs, in one statement where that is enough. Only runs that this engine still holds are
 * changed, so that the late result of a run that was taken over counts for nothing.
 * @returns the ids of the runs that were still its own.
 */
export async function writeResults(
  sql: Sql,
  engineId: string,
  results: readonly Result[],
  failureRoutes: FailureRoutes,
): Promise<Set<string>> {
  const values = [JSON.stringify(patches(results)), idsOf(results, "done"), engineId] as const;
  const failed = results.filter((result) => result.outcome.kind === "failed");
  const releasesKeys = results.some(
    ({ run, outcome }) => run.concurrencyKey !== null && outcome.kind !== "next",
  );
  if (failed.length === 0 && !releasesKeys) return write(sql, values);
  return sql.begin(async (tx) => {
    if (releasesKeys) await lockKeys(tx);
    const written = await write(tx, values);
    for (const result of failed) {
      if (await writeFailure(tx, engineId, result, failureRoutes)) written.add(result.run.id);
    }
    if (releasesKeys) await wakeWaiting(tx, results, written);
    return written;
  });
}

type Runner = Pick<Sql, "unsafe">;

async function write(sql: Runner, values: readonly [string, string[], string]): Promise<Set<string>> {
  const rows = await sql.unsafe<{ id: string }[]>(WRITE, [...values]);
  return new Set(rows.map((row) => row.id));
}

function idsOf(results: readonly Result[], kind: Outcome["kind"]): string[] {
  return results.filter(({ outcome }) => outcome.kind === kind).map(({ run }) => run.id);
}

function patches(results: readonly Result[]): Patch[] {
  return results.flatMap(({ run, outcome }): Patch[] => {
    if (outcome.kind === "next") {
      return [{ id: run.id, steps: outcome.steps, attempt: 0, delay_ms: null, at: null }];
    }
    if (outcome.kind !== "pause") return [];
    const { steps, attempt, until } = outcome;
    return "at" in until
      ? [{ id: run.id, steps, attempt, delay_ms: null, at: until.at }]
      : [{ id: run.id, steps, attempt, delay_ms: until.delayMs, at: null }];
  });
}

/** $1 patches, $2 ids of ended runs, $3 this engine. A patch without a time keeps the run. */
const WRITE = `
  with patched as (
    update engine_runs r set
      steps = p.steps,
      attempt = p.attempt,
      due_at = coalesce(p.at, now() + p.delay_ms * interval '1 ms', r.due_at),
      locked_by = case when p.at is null and p.delay_ms is null then r.locked_by end
    from json_to_recordset($1::text::json)
      as p (id text, steps json, attempt int, delay_ms float8, at timestamptz)
    where r.id = p.id and r.locked_by = $3
    returning r.id
  ), ended as (
    delete from engine_runs where id = any($2::text[]) and locked_by = $3 returning id
  )
  select id from patched union all select id from ended`;

/** Ends a run that failed for good, notes it for the operator and starts the functions that handle it. */
async function writeFailure(
  tx: Runner,
  engineId: string,
  { run, outcome }: Result,
  failureRoutes: FailureRoutes,
): Promise<boolean> {
  const error = outcome.kind === "failed" ? outcome.error : null;
  const event: EngineEvent = {
    id: newId(),
    name: "inngest/function.failed",
    data: { function_id: run.functionId, run_id: run.id, error, event: run.event, events: [run.event] },
    ts: Date.now(),
  };
  const rows = await tx.unsafe(WRITE_FAILURE, [
    run.id,
    engineId,
    JSON.stringify(error ?? null),
    JSON.stringify(event),
    JSON.stringify(
      failureRoutes(run.functionId).map((functionId) => ({ id: newId(), function_id: functionId })),
    ),
  ]);
  return rows.length > 0;
}

/** $1 run, $2 this engine, $3 error, $4 the failure event, $5 the runs it starts. */
const WRITE_FAILURE = `
  with ended as (
    delete from engine_runs where id = $1 and locked_by = $2 returning id, function_id, event
  ), noted as (
    insert into engine_failures (run_id, function_id, event, error)
    select id, function_id, event, $3::text::json from ended
  ), started as (
    insert into engine_runs (id, function_id, event)
    select s.id, s.function_id, $4::text::json
    from json_to_recordset($5::text::json) as s (id text, function_id text), ended
    returning 1
  )
  select pg_notify('${WAKE_CHANNEL}', '') from ended`;

/** For every run that gave its key free, makes one that waits for it due. */
async function wakeWaiting(tx: Runner, results: readonly Result[], written: Set<string>): Promise<void> {
  const freed = results
    .filter(
      ({ run, outcome }) => outcome.kind !== "next" && run.concurrencyKey !== null && written.has(run.id),
    )
    .map(({ run }) => ({ function_id: run.functionId, key: run.concurrencyKey }));
  await tx.unsafe(WAKE_WAITING, [JSON.stringify(freed)]);
}

/** $1 the keys that were freed, one entry a run. */
const WAKE_WAITING = `
  with freed as (
    select function_id, key, count(*) as places
    from json_to_recordset($1::text::json) as f (function_id text, key text) group by 1, 2
  ), woken as (
    update engine_runs set due_at = now(), waiting = false
    where id in (
      select w.id from freed cross join lateral (
        select id from engine_runs
        where function_id = freed.function_id and concurrency_key = freed.key and waiting
        order by created_at, id limit freed.places
      ) w
    )
    returning 1
  )
  select pg_notify('${WAKE_CHANNEL}', '') where exists (select 1 from woken)`;

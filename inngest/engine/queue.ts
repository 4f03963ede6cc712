import type { Sql } from "@/db/client";
import type { EngineEvent, EngineStep } from "@/db/schema/engine";
import type { FunctionSpec } from "./specs";

/** A run that waits for its concurrency key looks again after this long, in case nobody woke it. */
const WAIT_MS = 30_000;

export type ClaimedRun = {
  id: string;
  functionId: string;
  event: EngineEvent;
  steps: EngineStep[];
  attempt: number;
  concurrencyKey: string | null;
};

export type Queue = ReturnType<typeof createQueue>;

/**
 * Serialises what looks at concurrency keys: claims of limited functions, and the pauses and ends of their runs.
 * A number of our own; other advisory locks of Hookyard have others.
 */
const KEY_LOCK = 728_431_006;

/** Taken in a transaction before its first look at the keys, so that the look sees what others committed. */
export async function lockKeys(tx: Pick<Sql, "unsafe">): Promise<void> {
  await tx.unsafe(`select pg_advisory_xact_lock(${KEY_LOCK})`);
}

type Options = {
  sql: Sql;
  engineId: string;
  specs: readonly FunctionSpec[];
  /** A claim holds for this long; a heartbeat renews it. */
  leaseMs: number;
};

/** The tables as a queue, for one engine process. */
export function createQueue({ sql, engineId, specs, leaseMs }: Options) {
  const ids = specs.map((spec) => spec.id);
  const limits = specs.flatMap(({ id, concurrency }) =>
    concurrency ? [{ id, max: concurrency.limit }] : [],
  );

  return {
    /** Takes up to `count` due runs. `looked` counts those, too, that had to be left waiting for their key. */
    async claim(count: number): Promise<{ runs: ClaimedRun[]; looked: number }> {
      const values = [ids, count, JSON.stringify(limits), engineId, leaseMs];
      const rows =
        limits.length === 0
          ? await sql.unsafe<(ClaimedRun & { held: boolean })[]>(CLAIM, values)
          : await sql.begin(async (tx) => {
              await lockKeys(tx);
              return tx.unsafe<(ClaimedRun & { held: boolean })[]>(CLAIM, values);
            });
      return { runs: rows.filter((row) => row.held), looked: rows.length };
    },

    /** Renews the leases and says that this process is alive. @returns the runs that are no longer its own. */
    async heartbeat(held: readonly string[]): Promise<string[]> {
      const rows = await sql<{ id: string }[]>`
        with alive as (
          insert into engine_processes (id) values (${engineId})
          on conflict (id) do update set seen_at = now()
        )
        update engine_runs set due_at = now() + ${leaseMs}::float8 * interval '1 ms'
        where id = any(${held as string[]}) and locked_by = ${engineId}
        returning id`;
      const kept = new Set(rows.map((row) => row.id));
      return held.filter((id) => !kept.has(id));
    },

    /** Milliseconds until the next run is due, if that is within `withinMs`; below zero if it came due since. */
    async nextDueMs(withinMs: number): Promise<number | undefined> {
      const [row] = await sql<{ ms: number }[]>`
        select (extract(epoch from due_at - now()) * 1000)::float8 as ms from engine_runs
        where due_at < now() + ${withinMs}::float8 * interval '1 ms' and function_id = any(${ids})
        order by due_at limit 1`;
      return row?.ms;
    },

    /** Makes one run of a cron's tick, whichever engine comes first. @returns whether it was this one. */
    async tick(spec: FunctionSpec, run: { id: string; event: EngineEvent; tick: Date }): Promise<boolean> {
      const rows = await sql`
        with tick as (
          insert into engine_crons (function_id, last_tick) values (${spec.id}, ${run.tick.toISOString()}::timestamptz)
          on conflict (function_id) do update set last_tick = excluded.last_tick
          where engine_crons.last_tick < excluded.last_tick
          returning function_id
        )
        insert into engine_runs (id, function_id, event, concurrency_key)
        select ${run.id}, function_id, ${JSON.stringify(run.event)}::text::json, ${spec.concurrency ? "" : null}
        from tick returning id`;
      return rows.length > 0;
    },

    /** Hands runs back so that another engine takes them at once, and says that this process is gone. */
    async release(held: readonly string[]): Promise<void> {
      await sql`
        with gone as (delete from engine_processes where id = ${engineId})
        update engine_runs set due_at = now(), locked_by = null
        where id = any(${held as string[]}) and locked_by = ${engineId}`;
    },

    /** Forgets what is old: event ids after a day, failures after 30 days, processes that are dead. */
    async sweep(): Promise<void> {
      await sql`delete from engine_events where created_at < now() - interval '1 day'`;
      await sql`delete from engine_failures where failed_at < now() - interval '30 days'`;
      await sql`delete from engine_processes where seen_at < now() - interval '1 hour'`;
    },
  };
}

/**
 * $1 functions, $2 how many, $3 limits [{id, max}], $4 this engine, $5 the lease.
 * A claim moves `due_at` ahead, so it is the lease, too. A run whose key is at its limit is moved ahead as well and
 * marked; the run that frees the key wakes it.
 */
const CLAIM = `
  with due as materialized (
    select id, function_id, concurrency_key, due_at from engine_runs
    where due_at <= now() and function_id = any($1::text[])
    order by due_at limit $2::int for update skip locked
  ), ranked as (
    select due.id, l.max is null or l.max >=
      row_number() over (partition by due.function_id, due.concurrency_key order by due.due_at, due.id)
      + case when l.max is null then 0 else (
        select count(*) from engine_runs h
        where h.function_id = due.function_id and h.concurrency_key = due.concurrency_key
          and h.locked_by is not null and h.due_at > now()
      ) end as held
    from due left join json_to_recordset($3::text::json) as l (id text, max int) on l.id = due.function_id
  )
  update engine_runs r set
    locked_by = case when ranked.held then $4::text end,
    waiting = not ranked.held,
    due_at = now() + case when ranked.held then $5::float8 else ${WAIT_MS} end * interval '1 ms'
  from ranked where r.id = ranked.id
  returning r.id, r.function_id as "functionId", r.event, r.steps, r.attempt, r.concurrency_key as "concurrencyKey",
    ranked.held`;

import { AsyncLocalStorage } from "node:async_hooks";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/env";
import { patience } from "./patience";
import * as schema from "./schema";
import { fromIso, isoTime, moments } from "./times";

export type Sql = postgres.Sql;

type PoolOptions = {
  max?: number;
  name?: string;
  /** Commits don't wait for the disk: for what may be done again after a crash of the server. */
  asyncCommit?: boolean;
  /** Plans each of its statements once, by indexes alone: for statements that every event takes, which look up what they name. */
  plansOnce?: boolean;
  /** How long a statement may take, in ms; 0 for as long as it takes. Left out: what `patience()` says. */
  patienceMs?: number;
};

/** A server that does not answer a new connection by then is away, in seconds. */
const CONNECT_TIMEOUT_SECONDS = 2;

/** What was not used for so long is closed, in seconds. */
const IDLE_TIMEOUT_SECONDS = 20;

/**
 * A connection pool.
 * `force_custom_plan`: a generic plan made while a table was empty stays slow when it is full.
 */
export function connect(url: string, options: PoolOptions = {}): Sql {
  const pool = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    types: { moments },
    // Back at once after a restart of the server; the default waits up to 20 s.
    backoff: (failures: number) => Math.min(0.05 * 2 ** failures, 1),
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // They are used in turn: while little happens all but a few are closed, which are 3 MB each in the server.
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    // Ours: see scripts/patch-postgres.mjs.
    ...{ patience: () => options.patienceMs ?? patience() },
    connection: {
      application_name: options.name ?? "hookyard",
      // Made while a table was small, a plan that reads it from end to end would stay when it is large.
      ...(options.plansOnce
        ? { plan_cache_mode: "force_generic_plan", enable_seqscan: "off" }
        : { plan_cache_mode: "force_custom_plan" }),
      ...(options.asyncCommit && { synchronous_commit: "off" }),
    },
  });
  const unsafe = pool.unsafe.bind(pool) as Sql["unsafe"];
  // Drizzle has every statement parsed anew. One that takes its lists as arrays has the same text whatever their length,
  // so that it can be prepared: one round trip instead of two.
  pool.unsafe = ((query, parameters, how) =>
    unsafe(query, parameters, { ...how, prepare: query.includes("::text[]") })) as Sql["unsafe"];
  return pool;
}

/** Drizzle turns off its client's own reading of times and makes dates of them by `new Date`: here it is given what that reads rightly. */
function drizzled(pool: Sql) {
  const db = drizzle(pool, { schema });
  pool.options.parsers[moments.to] = isoTime;
  pool.options.serializers[moments.to] = fromIso;
  return db;
}

function open(url: string) {
  const pool = connect(url);
  // So the raw statements have a pool of their own.
  const relaxedPool = connect(url, { name: "hookyard-relaxed", max: 6, asyncCommit: true });
  const hotPool = connect(url, { name: "hookyard-hot", max: 6, plansOnce: true });
  return {
    pool,
    db: drizzled(pool),
    hotPool,
    hot: drizzled(hotPool),
    relaxedPool,
    relaxed: drizzled(relaxedPool),
    sql: connect(url, { name: "hookyard-raw" }),
  };
}

// One pool a process, also across Next's module reloads in development.
const holder = globalThis as unknown as { hookyardDb?: ReturnType<typeof open> | undefined };

function opened() {
  holder.hookyardDb ??= open(env().DATABASE_URL);
  return holder.hookyardDb;
}

export type Db = ReturnType<typeof open>["db"];
/** A transaction, as `transaction()` hands it on. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
/** What reads and writes take: the pool or a transaction. */
export type Queryable = Db | Tx;

type Current = { tx: Tx; afterCommit: (() => Promise<void>)[] };
const current = new AsyncLocalStorage<Current>();

/** The transaction under way in this call chain if there is one, else the pool. */
export function db(): Queryable {
  return current.getStore()?.tx ?? opened().db;
}

/**
 * As `db()`, for the few statements that every event takes: outside a transaction their plan is made once a connection, which costs more than
 * carrying it out. They have to find all they read by an index.
 */
export function hot(): Queryable {
  return current.getStore()?.tx ?? opened().hot;
}

/**
 * For statements that a crash of the database may undo, because what they do is then done again: their commits don't wait
 * for the disk. A later commit that does wait makes them last too. Takes no part in `transaction()`.
 */
export function relaxed(): Queryable {
  return opened().relaxed;
}

/** The raw driver; it takes no part in `transaction()`. */
export function sql(): Sql {
  return opened().sql;
}

/**
 * Runs `work` in one transaction; whatever it calls that uses `db()` takes part. Nested calls join the outer one.
 * Resolves after the commit and after what `onCommit` was given.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = current.getStore();
  if (outer) return work(outer.tx);
  const afterCommit: Current["afterCommit"] = [];
  const result = await opened().db.transaction((tx) => current.run({ tx, afterCommit }, () => work(tx)));
  for (const callback of afterCommit) {
    // It is committed: the caller must not be told otherwise.
    await callback().catch((error) => console.error("A step after a commit failed:", error));
  }
  return result;
}

/**
 * Runs `callback` once the transaction under way has committed (never, if it rolls back), or at once if there is none.
 * After a commit a failure is logged and not thrown; without a transaction it is the caller's.
 */
export async function onCommit(callback: () => Promise<void>): Promise<void> {
  const outer = current.getStore();
  if (outer) outer.afterCommit.push(callback);
  else await callback();
}

/** Closes the pools, for scripts and tests. */
export async function closeDb(): Promise<void> {
  const { pool, hotPool, relaxedPool, sql } = holder.hookyardDb ?? {};
  holder.hookyardDb = undefined;
  await Promise.all([pool, hotPool, relaxedPool, sql].map((each) => each?.end({ timeout: 5 })));
}

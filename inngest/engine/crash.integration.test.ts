import { rm } from "node:fs/promises";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeTempDir } from "@/scripts/lib/files.mjs";
import { type Server, startPostgres } from "@/scripts/lib/postgres.mjs";
import { storeEvents } from "./store";
import { compile, end, type Program } from "./testing/program";

// Real processes that are killed: an engine of its own and a PostgreSQL of its own.
let folder: string;
let server: Server;
let worker: Program;

const COUNT = 200;
const ROUTES = { observe: [{ functionId: "embedded-observe" }] };
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const eventually = (check: () => unknown, timeout = 50_000) => vi.waitFor(check, { timeout, interval: 30 });

async function withPool<T>(work: (pool: postgres.Sql) => Promise<T>): Promise<T> {
  const pool = postgres(server.url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await work(pool);
  } finally {
    await pool.end({ timeout: 2 });
  }
}

const send = (count: number) =>
  withPool((pool) =>
    storeEvents(
      drizzle(pool),
      range(count).map((number) => ({ name: "observe", data: { number } })),
      ROUTES,
    ),
  );
const observed = () =>
  withPool((pool) => pool<{ number: number; pid: number }[]>`select number, pid from observed`);
const runsLeft = () => withPool((pool) => pool`select id from engine_runs`);

const startWorker = () => worker.start([server.url]);

beforeAll(async () => {
  folder = await makeTempDir("hookyard-crash");
  worker = await compile(join(import.meta.dirname, "testing/worker.ts"));
  server = await startPostgres({ dataDir: join(folder, "data") });
  await withPool(async (pool) => {
    await migrate(drizzle(pool), { migrationsFolder: "db/migrations" });
    await pool`create table observed (number int, pid int)`;
  });
});
beforeEach(() => withPool((pool) => pool`truncate observed, engine_runs`));
afterEach(() => worker.killAll());
afterAll(async () => {
  await server?.destroy();
  await worker?.remove();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test("kill -9 of an engine loses nothing and repeats at most what it had in hand", {
  timeout: 60_000,
}, async () => {
  const first = startWorker();
  await send(COUNT);
  await eventually(async () => expect((await observed()).length).toBeGreaterThan(20));
  await end(first, "SIGKILL");
  const left = await runsLeft();
  expect(left.length).toBeGreaterThan(0);

  startWorker();
  await eventually(async () => expect(await runsLeft()).toHaveLength(0));
  const rows = await observed();
  expect(new Set(rows.map((row) => row.number)).size).toBe(COUNT);
  // 8 runs at a time, and as many again that wait for their results to be written.
  expect(rows.length - COUNT).toBeLessThanOrEqual(16);
});

test("kill -9 of PostgreSQL loses nothing, and the engine goes on when it is back", {
  timeout: 60_000,
}, async () => {
  const only = startWorker();
  await send(COUNT);
  await eventually(async () => expect((await observed()).length).toBeGreaterThan(20));
  process.kill(server.pid, "SIGKILL");
  await server.ended;
  server = await startPostgres({ dataDir: join(folder, "data"), port: server.port });

  await eventually(async () => expect(await runsLeft()).toHaveLength(0));
  const rows = await observed();
  expect(new Set(rows.map((row) => row.number)).size).toBe(COUNT);
  expect(rows.every((row) => row.pid === only.pid)).toBe(true);
  expect(only.exitCode).toBe(null);
});

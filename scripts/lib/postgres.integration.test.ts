import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTempDir } from "./files.mjs";
import { type Server, startPostgres } from "./postgres.mjs";

let dataDir: string;
let started: Server[];
beforeEach(async () => {
  dataDir = await makeTempDir("hookyard-postgres");
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.destroy();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

async function start(options: { port?: number; dataDir?: string } = {}): Promise<Server> {
  const server = await startPostgres({ dataDir, ...options });
  started.push(server);
  return server;
}

async function query(server: Server, text: string): Promise<Record<string, unknown>[]> {
  const client = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return [...(await client.unsafe(text))];
  } finally {
    await client.end();
  }
}

test("after a kill -9 it comes back on the same port with all that was committed", async () => {
  const first = await start();
  await query(first, "create table kept as select 42 as answer");
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  const second = await start({ port: first.port });
  expect(second).toMatchObject({ reused: false, url: first.url });
  expect(await query(second, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a server that still runs is used, and whoever found it can stop it", async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ reused: true, pid: first.pid, url: first.url });
  await second.stop();
  await first.ended;
});

test("two data folders have a server each, closed to everybody without the password", async () => {
  const other = await makeTempDir("hookyard-postgres");
  const [one, two] = await Promise.all([start(), start({ dataDir: other })]);
  expect(one.port).not.toBe(two.port);
  const without = postgres({
    host: "127.0.0.1",
    port: one.port,
    user: "hookyard",
    database: "hookyard",
    max: 1,
  });
  await expect(without`select 1`).rejects.toThrow(/password/);
  await without.end();
  await rm(other, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test("keeps its password to its owner and nothing accepted in memory alone", async () => {
  const server = await start();
  const path = join(dataDir, "postgres.json");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ port: server.port });
  const names = "'fsync', 'synchronous_commit', 'full_page_writes', 'jit'";
  const settings = await query(
    server,
    `select name, setting from pg_settings where name in (${names}) order by 1`,
  );
  expect(settings.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
    "fsync on",
    "full_page_writes on",
    "jit off",
    "synchronous_commit on",
  ]);
});

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { buildBundles, buildConsole } from "../../lib/build.mjs";
import { holdConsole } from "../../lib/console-builds.mjs";
import { startNetwork } from "../../lib/faults.mjs";
import { makeTempDir } from "../../lib/files.mjs";
import { delay } from "../../lib/pids.mjs";
import { freePort } from "../../lib/ports.mjs";
import { startPostgres } from "../../lib/postgres.mjs";
import { PROGRAMS } from "../../lib/processes.mjs";
import { runNode } from "../../lib/run.mjs";
import { ARENAS } from "../../lib/settings.mjs";
import { stopAtEnd } from "../../lib/shutdown.mjs";
import { print, step } from "../../lib/steps.mjs";
import { createProgram } from "./program.mjs";

/** @typedef {import("./program.mjs").Program} Program */
/**
 * A Hookyard for one run, with everything in a temporary folder.
 * @typedef {object} Hookyard
 * @property {string} url
 * @property {Program} web
 * @property {Program} engine
 * @property {Record<string, import("../../lib/faults.mjs").Network>} networks by program: its way to PostgreSQL, where it has one of its own
 * @property {{ pid: () => number, kill: () => Promise<void>, start: () => Promise<void> }} database
 * @property {import("postgres").Sql} sql
 * @property {Record<string, Organisation[]>} organisations by group
 * @property {() => void} keepFiles leaves the folder for a look into it
 */
/** @typedef {{ apiKey: string, types: string[], first: number, webhooks: number }} Organisation */

const HEALTHY_WITHIN_MS = 60_000;

/**
 * Starts the production build with the embedded engine and the embedded PostgreSQL on free ports of loopback. It is
 * stopped, and its files removed, at the end of the script.
 * @param {{ receiverPort: number, groups: object[], nodeArgs?: string[], asBuilt?: boolean,
 *   databaseSettings?: Record<string, string>, throughNetworks?: boolean }} options `groups`: what to
 *   make, as scripts/tools/bench-setup.ts takes it; `nodeArgs`: for the web server and the engine; `asBuilt`: take what
 *   is in dist/ and .next, however old; `throughNetworks`: each program comes to PostgreSQL on a way that can be lost
 * @returns {Promise<Hookyard>}
 */
export async function startHookyard({
  receiverPort,
  groups,
  nodeArgs = [],
  asBuilt = false,
  databaseSettings = {},
  throughNetworks = false,
}) {
  const consoleFolder = asBuilt ? ".next" : await build();
  const dataDir = await makeTempDir("hookyard-load");
  const files = { kept: false };
  stopAtEnd(9, async () => {
    if (files.kept) print(`The files of this run are kept in ${dataDir}`);
    else await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  const database = await step("Start PostgreSQL", () => openDatabase(dataDir, files, databaseSettings));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = environment({ port, dataDir, databaseUrl: database.url, consoleFolder });
  const organisations = await step("Make organisations and webhooks", async () => {
    await tool(common, "migrate");
    const plan = { receiver: `http://127.0.0.1:${receiverPort}`, groups };
    return JSON.parse(await tool(common, "bench-setup", JSON.stringify(plan)));
  });
  /** @type {Record<string, import("../../lib/faults.mjs").Network>} */
  const networks = {};
  if (throughNetworks) {
    for (const name of ["web", "engine"]) {
      const network = await startNetwork(Number(new URL(database.url).port));
      networks[name] = network;
      stopAtEnd(6, () => network.close());
    }
  }
  const start = (name, order, patienceMs) => {
    const env = { ...common, DATABASE_URL: on(database.url, networks[name]?.port) };
    const args = [...nodeArgs, ...PROGRAMS[name]];
    const program = createProgram({ name, args, env, logPath: join(dataDir, `${name}.log`) });
    program.start();
    stopAtEnd(
      order,
      () => program.stop(patienceMs),
      () => void program.kill(),
    );
    return program;
  };
  const web = start("web", 3, 12_000);
  const engine = start("engine", 4, 25_000);
  await step("Start the web server and the engine", () => untilHealthy(url, [web, engine]));
  const sql = postgres(database.url, { max: 2, onnotice: () => {}, backoff: () => 0.1, connect_timeout: 5 });
  stopAtEnd(2, () => sql.end({ timeout: 2 }));
  const keepFiles = () => {
    files.kept = true;
  };
  return { url, web, engine, networks, database, sql, organisations, keepFiles };
}

/** @param {string} url @param {number | undefined} port another than its own */
function on(url, port) {
  if (port === undefined) return url;
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}

/** @returns {Promise<string>} the console's folder, which stays as it is until the script ends */
async function build() {
  await step("Compile the programs", buildBundles);
  const { folder } = await step("Build the console", buildConsole);
  stopAtEnd(8, await holdConsole(folder));
  return folder;
}

async function openDatabase(dataDir, files, settings) {
  let server = await startPostgres({ dataDir, settings });
  stopAtEnd(
    5,
    () => (files.kept ? server.stop() : server.destroy()),
    () => void process.kill(server.pid, "SIGQUIT"),
  );
  return {
    url: server.url,
    pid: () => server.pid,
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.ended;
    },
    async start() {
      server = await startPostgres({ dataDir, settings, port: server.port });
    },
  };
}

/** Nothing from outside: no settings of this machine's own Hookyard, whose `.env.local` isn't read either. */
function environment({ port, dataDir, databaseUrl, consoleFolder }) {
  const { PATH, HOME, SYSTEMROOT, TMPDIR } = process.env;
  const secret = () => randomBytes(32).toString("base64");
  return {
    PATH,
    HOME,
    SYSTEMROOT,
    TMPDIR,
    NODE_ENV: "production",
    MALLOC_ARENA_MAX: ARENAS,
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    HOOKYARD_NEXT_DIR: consoleFolder,
    HOOKYARD_ENV_FILE: join(dataDir, "no-env-file"),
    HOOKYARD_DATA_DIR: dataDir,
    HOOKYARD_CONSOLE_SOCKET: join(dataDir, "console.sock"),
    HOOKYARD_PUBLIC_URL: `http://localhost:${port}`,
    HOOKYARD_ENGINE: "embedded",
    HOOKYARD_ALLOW_HTTP: "1",
    HOOKYARD_ALLOWED_NETWORKS: "127.0.0.0/8",
    HOOKYARD_SECRET_KEY: secret(),
    NEXTAUTH_SECRET: secret(),
  };
}

async function tool(env, ...args) {
  const { stdout } = await runNode(["--enable-source-maps", "dist/tools.mjs", ...args], { env });
  return stdout.trim().split("\n").at(-1) ?? "";
}

/** Until the web server answers. The engine is ready when it lives: it looks for work by itself. */
async function untilHealthy(url, programs) {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    for (const program of programs) {
      if (program.ended())
        throw new Error(`the ${program.name} ended with ${program.ended()}:\n${program.log()}`);
    }
    const ok = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (Date.now() > deadline) throw new Error(`${url}/api/health does not answer with 200.`);
    await delay(50);
  }
}

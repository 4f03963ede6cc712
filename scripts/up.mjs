import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { buildBundles, buildConsole, watchBundles } from "./lib/build.mjs";
import { yellow } from "./lib/colours.mjs";
import { holdConsole } from "./lib/console-builds.mjs";
import { prepareSecrets } from "./lib/env-file.mjs";
import { shortPath, writePrivate } from "./lib/files.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { ProgramError, runNode } from "./lib/run.mjs";
import { isOpen, localUrl, programEnv, readSettings } from "./lib/settings.mjs";
import { fail, stopAtEnd, stopOnSignals } from "./lib/shutdown.mjs";
import { print, step } from "./lib/steps.mjs";
import { banner } from "./lib/up/banner.mjs";
import { checkPort, claimDataDir } from "./lib/up/checks.mjs";
import { keepPostgres } from "./lib/up/database.mjs";
import { consoleSocket, printLine, recorder, startProgram, waitUntilHealthy } from "./lib/up/programs.mjs";

/** `npm run up` and `npm run dev`: from a clone to a running Hookyard, with nothing but Node and npm. */

const startedAt = Date.now();
const dev = process.argv.includes("--dev");
const command = dev ? "npm run dev" : "npm run up";
const FAILED = "Hookyard did not start";
let ready = false;

/** @typedef {import("./lib/settings.mjs").Settings} Settings */

async function main() {
  checkNode();
  const settings = readSettings();
  const release = await claimDataDir(settings, command);
  stopAtEnd(9, release);
  await checkPort(settings.port, command);
  await step("Install dependencies", install);

  const { secrets, note, firstKey } = await prepareSecrets(settings.dataDir, settings.given);
  if (note) print(`  ${note}`);

  const running = {
    url: settings.url,
    up: process.pid,
    pids: /** @type {Record<string, () => unknown>} */ ({}),
  };
  const record = keepRecord(settings, running);
  const building = dev ? undefined : step("Build the console", buildConsole);
  const started = startBackend(settings, { secrets, firstKey, running, record });
  const [built, { env, firstRun, engine }] = await Promise.all([building, started]);
  if (built) stopAtEnd(8, await holdConsole(built.folder));

  const webEnv = built ? { ...env, HOOKYARD_NEXT_DIR: built.folder } : env;
  const web = startProgram("web", webEnv, record);
  running.pids.web = web.pid;
  const programs = engine ? [web, engine] : [web];
  await step("Start the web server", () =>
    waitUntilHealthy(localUrl(settings), programs, dev ? 180_000 : 60_000),
  );
  record();
  if (firstRun) await step("Emit sample events", () => tool("emit-samples", env).then(() => {}));
  ready = true;
  const path = join(settings.dataDir, "first-run.json");
  const firstRunPath = existsSync(path) ? shortPath(path) : undefined;
  const tookMs = Date.now() - startedAt;
  banner({ url: settings.url, tookMs, firstRun, firstRunPath, dev, open: isOpen(settings) });
}

/** Everything but the web server, which has to wait for the build of the console. */
async function startBackend(settings, { secrets, firstKey, running, record }) {
  const restarts = /** @type {(() => void)[]} */ ([]);
  await (dev
    ? compileAndWatch(() => {
        for (const restart of restarts) restart();
      })
    : step("Compile the engine", buildBundles));
  const databaseUrl = await openDatabase(settings, running, record);
  const env = programEnv(settings, { databaseUrl, secrets, dev });
  const { warning } = await step("Apply migrations", () => migrate(env));
  if (warning)
    print(yellow(`  ${warning}${firstKey ? ` The first key of this data folder is in ${firstKey}.` : ""}`));
  const firstRun = await seed(settings, env);
  if (!settings.engine) return { env, firstRun, engine: undefined };
  // In development the console's process has the port: Next answers everything, with the code as it is now.
  if (!dev) env.HOOKYARD_CONSOLE_SOCKET = await consoleSocket(settings.dataDir);
  const engine = startProgram("engine", env, record);
  running.pids.engine = engine.pid;
  restarts.push(engine.restart);
  return { env, firstRun, engine };
}

/** @returns {Promise<{ warning: string | null }>} what to know about its stored secrets */
async function migrate(env) {
  const { stdout } = await tool("migrate", env);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

async function openDatabase(settings, running, record) {
  if (settings.databaseUrl) return settings.databaseUrl;
  const opening = keepPostgres(settings.dataDir, {
    onChange: (line) => {
      record();
      if (line) printLine("postgres", line);
    },
    onLost: (error) => void fail("Hookyard stops", error),
  });
  stopAtEnd(
    3,
    () => opening.then((database) => database.stop()).catch(() => {}),
    () => void opening.then((database) => database.kill()),
  );
  const database = await step("Start PostgreSQL", () => opening);
  running.pids.postgres = database.pid;
  return database.url;
}

/** At the first start, a demo organisation; its credentials are kept in `first-run.json`. */
async function seed(settings, env) {
  const path = join(settings.dataDir, "first-run.json");
  if (!settings.demo || existsSync(path)) return undefined;
  const made = await step("Seed a demo organisation", async () => {
    const { stdout } = await tool("seed", env);
    const line = stdout.trim().split("\n").at(-1);
    return (line && JSON.parse(line)) || { note: "there is an organisation already" };
  });
  if (!made.apiKey) return undefined;
  const { email, password, apiKey } = made;
  const firstRun = { url: settings.url, email, password, apiKey };
  await writePrivate(path, firstRun);
  return firstRun;
}

async function tool(name, env) {
  try {
    return await runNode(["--enable-source-maps", "dist/tools.mjs", name], { env });
  } catch (error) {
    const lines = error.output.trim().split("\n");
    const cause = lines.find((line) => /error/i.test(line)) ?? lines[0];
    throw new ProgramError(`"${name}" failed: ${cause || error.message}`, error.output);
  }
}

/** Resolves when it has compiled for the first time; calls `onChange` at each later time. */
function compileAndWatch(onChange) {
  let compiled = false;
  return step(
    "Compile the engine",
    () =>
      new Promise((resolve, reject) => {
        const onBuilt = (problem) => {
          if (problem && !compiled) return reject(new Error(problem));
          if (problem) return printLine("engine", problem);
          if (compiled) return onChange();
          compiled = true;
          return resolve({});
        };
        watchBundles(onBuilt).then((watched) => stopAtEnd(8, watched.stop), reject);
      }),
  );
}

function keepRecord(settings, running) {
  const path = join(settings.dataDir, "processes.json");
  stopAtEnd(8, () => rm(path, { force: true }));
  return recorder(path, () => ({
    url: running.url,
    up: running.up,
    ...Object.fromEntries(Object.entries(running.pids).map(([name, pid]) => [name, pid()])),
  }));
}

stopOnSignals(() => (ready ? 0 : 130));
main().catch((error) => fail(FAILED, error));

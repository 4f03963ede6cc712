import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, realpath, rename, rm, stat, statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { delay, isAlive, waitForEnd } from "./pids.mjs";
import { freePort, isFree } from "./ports.mjs";
import { runAs } from "./postgres/account.mjs";
import { lastLines, openCluster, saveRecord } from "./postgres/cluster.mjs";
import { tuning } from "./postgres/tuning.mjs";

/**
 * A running server.
 * @typedef {object} Server
 * @property {string} url the address of its database `hookyard`, with the password
 * @property {number} port
 * @property {number} pid of its first process
 * @property {boolean} reused it already ran
 * @property {Promise<void>} ended when it has ended, asked for or not
 * @property {() => Promise<void>} stop lets transactions end in error, writes everything, ends
 * @property {() => Promise<void>} destroy stops it and removes its files
 */

/** After a kill -9 the old server's pid file and shared memory block a start for about a second. */
const START_PATIENCE_MS = 10_000;
/** Replaying the log after a crash can take minutes; a server that lives is waited for. */
const RECOVERY_PATIENCE_MS = 300_000;

/**
 * Starts the PostgreSQL of a data folder, or finds it running; makes its files at the first start.
 * Loopback only, on a free port that the folder remembers.
 * @param {{ dataDir: string, settings?: Record<string, string>, port?: number }} options `settings` go over the usual
 *   ones; `port` is for a server that was there a moment ago and whose users know its port
 * @returns {Promise<Server>}
 */
export async function startPostgres({ dataDir, settings = {}, port }) {
  const cluster = await openCluster(resolve(dataDir));
  const running = await findRunning(cluster);
  if (running) return serverOf(cluster, running, true);

  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    if (!port) await choosePort(cluster, resolve(dataDir));
    const { pid, ended } = await launch(cluster, resolve(dataDir), settings);
    if (await becameReady(cluster, pid)) {
      await makeDatabase(cluster);
      return serverOf(cluster, { pid, ended }, false);
    }
    const log = await readFile(join(dataDir, "postgres.log"), "utf8").catch(() => "");
    if (Date.now() > deadline) throw new Error(`PostgreSQL does not start: ${lastLines(log)}`);
    await delay(200);
  }
}

async function choosePort(cluster, dataDir) {
  if (cluster.record.port && (await isFree(cluster.record.port, "127.0.0.1"))) return;
  cluster.record.port = await freePort();
  await saveRecord(dataDir, cluster.record);
}

async function launch({ folder, account, record, programs }, dataDir, settings) {
  const { bavail, bsize } = await statfs(folder);
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ...tuning({
      memoryBytes: Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY),
      freeDiskBytes: bavail * bsize,
    }),
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = await openLog(join(dataDir, "postgres.log"));
  // A session of its own: Ctrl-C in the terminal must not reach the database before those who use it.
  const child = spawn(programs.postgres, ["-D", folder, "-p", String(record.port), ...options], {
    ...account,
    cwd: account ? "/" : folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH, TZ: "UTC", SYSTEMROOT: process.env.SYSTEMROOT },
  });
  closeSync(log);
  const ended = new Promise((done) => {
    child.once("error", done);
    child.once("exit", done);
  });
  child.unref();
  return { pid: child.pid ?? 0, ended: ended.then(() => {}) };
}

async function openLog(path) {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > 5_000_000) await rename(path, `${path}.old`);
  return openSync(path, "a", 0o600);
}

/** @returns false when the process ended before it answered */
async function becameReady(cluster, pid) {
  const deadline = Date.now() + RECOVERY_PATIENCE_MS;
  while (pid > 0 && isAlive(pid)) {
    if ((await ask(cluster)) === "ready") return true;
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${pid}) runs but does not answer.`);
    await delay(30);
  }
  return false;
}

/** Asks whoever listens on the cluster's port whether it is this cluster's server. */
async function ask({ folder, record }, port = record.port) {
  const { default: postgres } = await import("postgres");
  const client = postgres(address(record, port, "postgres"), {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
  });
  try {
    const [row] = await client`show data_directory`;
    return (await realpath(row.data_directory)) === (await realpath(folder)) ? "ready" : "stranger";
  } catch (error) {
    return error.code === "57P03" ? "starting" : "silent";
  } finally {
    await client.end({ timeout: 1 }).catch(() => {});
  }
}

async function findRunning(cluster) {
  const text = await readFile(join(cluster.folder, "postmaster.pid"), "utf8").catch(() => "");
  const [pid = 0, , , port = 0] = text.split("\n").map(Number);
  const deadline = Date.now() + RECOVERY_PATIENCE_MS;
  while (pid > 0 && port > 0 && isAlive(pid) && Date.now() < deadline) {
    const answer = await ask(cluster, port);
    if (answer === "ready") {
      cluster.record.port = port;
      return { pid, ended: whenGone(pid) };
    }
    if (answer !== "starting") return undefined;
    await delay(50);
  }
  return undefined;
}

async function whenGone(pid) {
  while (isAlive(pid)) {
    await new Promise((done) => setTimeout(done, 250).unref());
  }
}

async function makeDatabase({ record }) {
  const { default: postgres } = await import("postgres");
  const client = postgres(address(record, record.port, "postgres"), { max: 1, onnotice: () => {} });
  try {
    const found = await client`select 1 from pg_database where datname = 'hookyard'`;
    if (found.length === 0) await client`create database hookyard`;
  } finally {
    await client.end({ timeout: 5 });
  }
}

const address = ({ password }, port, database) =>
  `postgres://hookyard:${password}@127.0.0.1:${port}/${database}`;

function serverOf(cluster, { pid, ended }, reused) {
  const { record, folder } = cluster;
  const stop = () => stopServer(cluster, pid);
  return {
    url: address(record, record.port, "hookyard"),
    port: record.port,
    pid,
    reused,
    ended,
    stop,
    destroy: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Fast first (SIGINT); a server that doesn't heed it is stopped at once (SIGQUIT) and recovers at its next start. */
async function stopServer({ folder, account, programs }, pid) {
  if (process.platform === "win32") {
    await runAs(programs.pgCtl, ["stop", "-D", folder, "-m", "fast"], account);
    return;
  }
  for (const [signal, patienceMs] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ]) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await waitForEnd(pid, patienceMs)) return;
  }
}

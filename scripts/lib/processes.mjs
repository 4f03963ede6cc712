import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { ROOT } from "./files.mjs";
import { delay } from "./pids.mjs";

/** Loaded into what is started, so that it ends with its parent. */
export const GUARD = pathToFileURL(join(ROOT, "scripts/lib/die-with-parent.mjs")).href;
/**
 * How the programs of the build are started. The web server without its source maps, which are 50 MB of memory: NODE_OPTIONS=--enable-source-maps
 * has its traces name lines of ours.
 */
export const PROGRAMS = {
  web: ["dist/web.mjs"],
  engine: ["--enable-source-maps", "dist/engine.mjs"],
};
/** A process that ran this long was well; its next crash counts as the first. */
const STEADY_MS = 5_000;
const MOST_DELAY_MS = 2_000;

/**
 * How long to wait before a restart.
 * @param {number} crashes in a row, at least 1
 */
export const restartDelay = (crashes) => Math.min(MOST_DELAY_MS, 50 * 2 ** (crashes - 1));

/**
 * A JavaScript program that is kept running until it is told to stop.
 * @typedef {object} Kept
 * @property {string} name
 * @property {() => number | undefined} pid
 * @property {() => Promise<void>} stop SIGTERM, and SIGKILL when that takes too long
 * @property {() => void} restart ends it, so that it starts anew
 * @property {() => void} kill at once, with what it has started
 * @property {() => { crashes: number, lastLine: string }} state
 */

/**
 * Starts a program with this Node and starts it again whenever it ends.
 * @param {{ name: string, args: string[], env: () => NodeJS.ProcessEnv, onLine: (line: string) => void,
 *   onStart?: () => void, patienceMs?: number }} options `env` is asked at each start; `patienceMs`: how long it may
 *   take to stop
 * @returns {Kept}
 */
export function keep({ name, args, env, onLine, onStart = () => {}, patienceMs = 15_000 }) {
  let child = /** @type {import("node:child_process").ChildProcess | undefined} */ (undefined);
  let ended = Promise.resolve();
  let stopping = false;
  let wanted = false;
  let crashes = 0;
  let lastLine = "";

  const start = () => {
    const startedAt = Date.now();
    // A process group of its own: Ctrl-C in the terminal reaches up alone, which then stops everything in order.
    child = spawn(process.execPath, ["--import", GUARD, ...args], {
      cwd: ROOT,
      env: { ...env(), HOOKYARD_PARENT: String(process.pid) },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (line.trim()) lastLine = line.trim();
        onLine(line);
      });
    }
    ended = new Promise((done) => {
      child?.once("error", (error) => onEnd(startedAt, error.message, done));
      child?.once("exit", (code, signal) => onEnd(startedAt, signal ?? `code ${code}`, done));
    });
    onStart();
  };

  const onEnd = (startedAt, how, done) => {
    done();
    if (stopping) return;
    if (wanted) {
      wanted = false;
      start();
      return;
    }
    crashes = Date.now() - startedAt > STEADY_MS ? 1 : crashes + 1;
    onLine(`ended with ${how}; starting it again`);
    void delay(restartDelay(crashes)).then(() => stopping || start());
  };

  const signal = (name) => child?.exitCode === null && child.signalCode === null && child.kill(name);
  const kill = () => {
    stopping = true;
    try {
      if (child?.pid) process.kill(-child.pid, "SIGKILL");
    } catch {
      signal("SIGKILL");
    }
  };
  start();
  return {
    name,
    pid: () => child?.pid,
    kill,
    state: () => ({ crashes, lastLine }),
    restart: () => {
      wanted = Boolean(signal("SIGTERM"));
    },
    stop: async () => {
      stopping = true;
      if (!signal("SIGTERM")) return;
      const timer = setTimeout(kill, patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

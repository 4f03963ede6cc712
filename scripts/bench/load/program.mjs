import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { ROOT } from "../../lib/files.mjs";
import { GUARD } from "../../lib/processes.mjs";

/**
 * A part of Hookyard that is started, killed and started again as told. (`npm run up` restarts what ends; here it is
 * the script that decides when.)
 * @typedef {object} Program
 * @property {string} name
 * @property {() => number} pid
 * @property {() => void} start
 * @property {() => Promise<void>} kill with -9; resolves when it is gone
 * @property {(patienceMs: number) => Promise<void>} stop asks it to, then kills it
 * @property {(message: object) => void} send over its channel
 * @property {() => string | undefined} ended how it ended without being told to
 * @property {() => string} log the last lines it wrote
 */

/**
 * @param {{ name: string, args: string[], env: NodeJS.ProcessEnv, logPath: string }} options
 * @returns {Program}
 */
export function createProgram({ name, args, env, logPath }) {
  let child = /** @type {import("node:child_process").ChildProcess | undefined} */ (undefined);
  let gone = Promise.resolve();
  let ended = /** @type {string | undefined} */ (undefined);
  let expected = false;

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  function start() {
    const log = openSync(logPath, "a", 0o600);
    expected = false;
    ended = undefined;
    // A group of its own, so that Ctrl-C in the terminal reaches the script alone, which then stops all in order.
    const mine = spawn(process.execPath, ["--import", GUARD, ...args], {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    child = mine;
    gone = new Promise((resolve) => {
      const end = (how) => {
        if (!expected) ended = how;
        resolve();
      };
      mine.once("error", (error) => end(error.message));
      mine.once("exit", (code, signal) => end(signal ?? `code ${code}`));
    });
  }

  async function kill() {
    expected = true;
    if (isRunning()) child?.kill("SIGKILL");
    await gone;
  }

  return {
    name,
    pid: () => child?.pid ?? 0,
    start,
    kill,
    send: (message) => void child?.send(message),
    ended: () => ended,
    async stop(patienceMs) {
      expected = true;
      if (isRunning()) child?.kill("SIGTERM");
      const timer = setTimeout(kill, patienceMs);
      await gone;
      clearTimeout(timer);
    },
    log() {
      const lines = readFileSync(logPath, "utf8").trim().split("\n");
      return lines.slice(-20).join("\n");
    },
  };
}

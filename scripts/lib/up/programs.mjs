import { join } from "node:path";
import { cyan, magenta, yellow } from "../colours.mjs";
import { makeTempDir, writePrivate } from "../files.mjs";
import { delay } from "../pids.mjs";
import { keep, PROGRAMS } from "../processes.mjs";
import { isStopping, stopAtEnd } from "../shutdown.mjs";
import { print } from "../steps.mjs";

const STOP_ORDER = { web: 1, engine: 2 };
const PAINT = { web: cyan, engine: magenta, postgres: yellow };
/** This many ends in a row before it was ever ready are taken for a fault that won't pass. */
const HOPELESS = 3;

/** Prints a line of a program under its name. @param {string} name @param {string} line */
export function printLine(name, line) {
  print(`${PAINT[name](name.padEnd(8))} ${line}`);
}

/**
 * Starts the web server or the engine and keeps it running until the end.
 * @param {"web" | "engine"} name
 * @param {NodeJS.ProcessEnv} env
 * @param {() => void} onStart
 */
export function startProgram(name, env, onStart) {
  const program = keep({
    name,
    args: PROGRAMS[name],
    env: () => env,
    onStart,
    onLine: (line) => printLine(name, line),
    // The engine finishes what it is sending, or hands it back, within 20 s.
    patienceMs: name === "engine" ? 25_000 : 12_000,
  });
  stopAtEnd(STOP_ORDER[name], program.stop, program.kill);
  return program;
}

/** A path longer than this can't be a socket's. */
const LONGEST_SOCKET = 100;

/**
 * Where the console's process listens: in the data folder, which is its owner's alone.
 * @param {string} dataDir
 */
export async function consoleSocket(dataDir) {
  const path = join(dataDir, "console.sock");
  if (path.length <= LONGEST_SOCKET) return path;
  return join(await makeTempDir("hookyard-console"), "console.sock");
}

/**
 * Waits until the web server answers.
 * @param {string} address where it listens
 * @param {import("../processes.mjs").Kept[]} programs give up when one of them ends again and again
 * @param {number} timeoutMs
 */
export async function waitUntilHealthy(address, programs, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  let answer = "nothing";
  while (!isStopping()) {
    const lost = programs.find((program) => program.state().crashes >= HOPELESS);
    if (lost) throw new Error(`the ${lost.name} process does not stay up: ${lost.state().lastLine}`);
    try {
      const response = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(30_000) });
      if (response.ok) return;
      answer = `${response.status} ${await response.text()}`;
    } catch (error) {
      answer = error.cause?.message ?? error.message;
    }
    if (Date.now() > deadline)
      throw new Error(`the web server does not answer /api/health with 200 (${answer})`);
    await delay(50);
  }
}

/**
 * Keeps the processes' numbers in the data folder, for whoever looks after them.
 * @param {string} path
 * @param {() => Record<string, unknown>} facts
 */
export function recorder(path, facts) {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => writePrivate(path, facts())).catch(() => {});
  };
}

import { spawn } from "node:child_process";
import { ROOT } from "./files.mjs";

/** Keeps what a failed program wrote, so that it can be shown. */
export class ProgramError extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message);
    this.name = "ProgramError";
    this.output = output;
  }
}

/** Programs under way, ended with the script: an interrupted `npm ci` must not go on behind its back. */
const underWay = new Set();

/** Ends what `run` has started. */
export function endPrograms() {
  for (const child of underWay) child.kill("SIGTERM");
}

/**
 * Runs a program to its end. Its input is empty, so that nothing waits for an answer.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, onLine?: (line: string) => void, timeoutMs?: number,
 *   show?: boolean, cwd?: string }} [options] `show` passes its output on as it comes
 * @returns {Promise<{ stdout: string, output: string }>}
 * @throws {ProgramError} when it can't be started, takes too long or ends with another code than 0
 */
export function run(file, args, options = {}) {
  const { env, onLine, timeoutMs, show, cwd = ROOT } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    underWay.add(child);
    let stdout = "";
    let output = "";
    const watch = (stream, target, keep) => {
      stream.setEncoding("utf8").on("data", (text) => {
        if (keep) stdout += text;
        output += text;
        if (show) target.write(text);
        const line = text.trim().split("\n").at(-1);
        if (line) onLine?.(line.trim());
      });
    };
    watch(child.stdout, process.stdout, true);
    watch(child.stderr, process.stderr, false);
    let late = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          late = true;
          child.kill("SIGKILL");
        }, timeoutMs)
      : undefined;
    child.once("error", (error) => {
      underWay.delete(child);
      clearTimeout(timer);
      reject(new ProgramError(`${file} could not be started: ${error.message}`, output));
    });
    child.once("close", (code, signal) => {
      underWay.delete(child);
      clearTimeout(timer);
      if (code === 0) return resolve({ stdout, output });
      const how = late ? `took longer than ${timeoutMs} ms` : `ended with ${signal ?? `code ${code}`}`;
      return reject(new ProgramError(`${[file, ...args].join(" ")} ${how}`, output));
    });
  });
}

/**
 * Runs a JavaScript file with this Node.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

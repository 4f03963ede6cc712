import type { ScryptOptions } from "node:crypto";
import { Worker } from "node:worker_threads";

/**
 * Deliveries go first: on Linux, where a thread has a niceness of its own, two of these weigh as much as one of anybody
 * else's. Much more, and on a busy machine people would wait for ten seconds.
 */
const NICENESS = 3;

// As text, so that it needs no file beside the bundles. It is JavaScript for Node alone.
const PROGRAM = `
const { scryptSync } = require("node:crypto");
const { setPriority } = require("node:os");
const { parentPort, workerData } = require("node:worker_threads");
const { password, salt, bytes, options, niceness } = workerData;
if (process.platform === "linux") setPriority(0, niceness);
parentPort.postMessage(scryptSync(password, salt, bytes, options));
`;

/**
 * scrypt, in a thread of its own instead of one of the four that the process has for files, DNS and compression. The thread
 * costs some milliseconds, of the hundreds that the derivation takes.
 * @param bytes the length of the key
 */
export function deriveKey(
  password: string,
  salt: Uint8Array,
  bytes: number,
  options: ScryptOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      workerData: { password, salt, bytes, options, niceness: NICENESS },
    });
    worker.once("message", (key: Uint8Array) => resolve(Buffer.from(key)));
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The thread that derives a key ended with ${code}.`)));
  });
}

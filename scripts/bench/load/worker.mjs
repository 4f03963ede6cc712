import { fork } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../lib/files.mjs";

/** Asking a process of our own for something, over its channel. */

/**
 * The other side: answers what the parent asks, and ends with it.
 * @param {Record<string, (argument: any) => unknown>} handlers
 */
export function serveParent(handlers) {
  process.on("message", async (/** @type {any} */ { ask, type, argument }) => {
    try {
      const handler = handlers[type];
      if (!handler) throw new Error(`Nothing is called "${type}" here.`);
      process.send?.({ answer: ask, value: await handler(argument) });
    } catch (error) {
      process.send?.({ answer: ask, error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.once("disconnect", () => process.exit(0));
  // Ctrl-C reaches all of a terminal's processes; the parent says when this one has to go.
  process.on("SIGINT", () => {});
}

/** Tells the parent something that it has not asked for. @param {unknown} news */
export const tellParent = (news) => process.send?.({ news });

/**
 * A process of our own.
 * @typedef {{ pid: number, ask: (type: string, argument?: unknown) => Promise<any>,
 *   onNews: (listener: (news: any) => void) => void, end: () => void }} Worker
 */

/**
 * @param {string} file under scripts/bench/load
 * @returns {Worker}
 */
export function startWorker(file) {
  const child = fork(join(ROOT, "scripts/bench/load", file), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const open = new Map();
  let next = 0;
  let listener = (/** @type {unknown} */ _news) => {};
  let ended = false;
  child.on("message", (/** @type {any} */ message) => {
    if ("news" in message) return listener(message.news);
    const asked = open.get(message.answer);
    open.delete(message.answer);
    if (message.error) asked?.reject(new Error(`${file}: ${message.error}`));
    else asked?.resolve(message.value);
  });
  child.once("exit", (code, signal) => {
    ended = true;
    for (const { reject } of open.values())
      reject(new Error(`${file} ended with ${signal ?? `code ${code}`}.`));
    open.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask: (type, argument) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new Error(`${file} has ended.`));
        open.set(++next, { resolve, reject });
        child.send({ ask: next, type, argument });
      }),
    onNews(next) {
      listener = next;
    },
    end: () => void child.kill("SIGKILL"),
  };
}

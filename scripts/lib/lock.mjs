import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { delay, identityOf } from "./pids.mjs";

/** @typedef {{ pid: number, identity: string | undefined }} Holder */

/**
 * Takes a lock that a dead process cannot keep: the file names its holder and when that was started.
 * @param {string} path
 * @returns {Promise<{ release: () => Promise<void> } | { holder: Holder }>} `holder` has it
 */
export async function tryLock(path) {
  await mkdir(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) });
  for (;;) {
    try {
      await writeFile(path, mine, { flag: "wx" });
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = await readHolder(path);
    if (holder && isHeld(holder)) return { holder };
    await removeStale(path);
  }
}

const isHeld = (holder) => holder.identity === identityOf(holder.pid);

/** @returns {Promise<Holder | undefined>} undefined when it is gone or was never finished */
async function readHolder(path) {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      return JSON.parse(await readFile(path, "utf8"));
    } catch {
      // Just made, and not written yet.
      await delay(20);
    }
  }
  return undefined;
}

/**
 * Who holds a lock; nobody, when it is free or its holder is dead.
 * @param {string} path
 * @returns {Promise<Holder | undefined>}
 */
export async function holderOf(path) {
  const holder = await readHolder(path);
  return holder && isHeld(holder) ? holder : undefined;
}

/** Moved aside before it goes, so that a lock that somebody took in between is put back. */
async function removeStale(path) {
  const aside = `${path}.${process.pid}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const holder = await readHolder(aside);
  if (holder && isHeld(holder)) await rename(aside, path);
  else await rm(aside, { force: true });
}

/**
 * Runs `work` while nobody else holds the lock; waits for its turn.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(text: string) => void} [detail] hears whom it waits for
 * @returns {Promise<T>}
 */
export async function withLock(path, work, detail = () => {}) {
  for (;;) {
    const lock = await tryLock(path);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    detail(`waiting for process ${lock.holder.pid}`);
    await delay(200);
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shortPath } from "../files.mjs";
import { tryLock } from "../lock.mjs";
import { isFree, nextFreePort } from "../ports.mjs";
import { makeDataDir } from "../postgres/cluster.mjs";

/**
 * Takes the data folder for this process.
 * @param {import("../settings.mjs").Settings} settings
 * @param {string} command as it was called, such as `npm run up`
 * @returns {Promise<() => Promise<void>>} gives it back
 * @throws {Error} when another copy runs on it
 */
export async function claimDataDir({ dataDir, port }, command) {
  await makeDataDir(dataDir);
  const lock = await tryLock(join(dataDir, "up.lock"));
  if ("release" in lock) return lock.release;
  const other = await nextFreePort(port);
  const beside = `${shortPath(dataDir)}-${other}`;
  throw new Error(
    `it already runs on this data folder${addressOf(dataDir)} (process ${lock.holder.pid}). ` +
      `For a second copy: PORT=${other} HOOKYARD_DATA_DIR=${beside} ${command}`,
  );
}

function addressOf(dataDir) {
  try {
    return `, at ${JSON.parse(readFileSync(join(dataDir, "processes.json"), "utf8")).url}`;
  } catch {
    return "";
  }
}

/**
 * @param {number} port
 * @param {string} command as it was called
 * @throws {Error} with the way out when the port can't be used
 */
export async function checkPort(port, command) {
  const free = await Promise.all([isFree(port), isFree(port, "127.0.0.1")]).catch((error) => {
    if (error.code === "EACCES") throw new Error(`port ${port} needs more rights. Try: PORT=3000 ${command}`);
    throw error;
  });
  if (free.every(Boolean)) return;
  throw new Error(
    `port ${port} is in use. Start on another one: PORT=${await nextFreePort(port)} ${command}`,
  );
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @param {number} ms @returns {Promise<void>} */
export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The fields of /proc/<pid>/stat after the name: state first, start time at 19. Undefined off Linux. */
function procFields(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/**
 * Whether a process runs. One that ended but that nobody has waited for (as under a bare container) does not.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return procFields(pid)?.[0] !== "Z";
}

/**
 * What tells a process from a later one that got the same number: when it was started.
 * @param {number} pid
 * @returns {string | undefined} undefined when it doesn't run
 */
export function identityOf(pid) {
  if (!isAlive(pid)) return undefined;
  if (process.platform === "linux") {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${procFields(pid)?.[19]}`;
  }
  if (process.platform === "win32") return "running";
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Waits until a process has ended.
 * @param {number} pid
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false: it still runs
 */
export async function waitForEnd(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(30);
  }
  return true;
}

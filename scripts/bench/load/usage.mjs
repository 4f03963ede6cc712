import { readdirSync, readFileSync } from "node:fs";

/** What processes use, from /proc: Linux alone; elsewhere everything is null. */

/** The kernel counts in hundredths of a second wherever Node runs. */
const TICK_MS = 10;

/** @returns {string[] | undefined} the fields after the name: parent at 1, user time at 11, and so on, see proc(5) */
function fieldsOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

const ticks = (fields, from, to) => fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0);

/**
 * @param {number} pid
 * @returns {number | null} ms of CPU since it started
 */
export function cpuMs(pid) {
  const fields = fieldsOf(pid);
  return fields ? ticks(fields, 11, 13) * TICK_MS : null;
}

/** @returns {number[]} the children that a process has now */
const childrenOf = (pid) =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && fieldsOf(name)?.[1] === String(pid))
    .map(Number);

/**
 * A process with its children, those that have ended too.
 * @param {number} pid
 * @returns {number | null} ms of CPU
 */
export function familyCpuMs(pid) {
  const own = fieldsOf(pid);
  if (!own) return null;
  const children = childrenOf(pid).map((child) => ticks(fieldsOf(child) ?? [], 11, 13));
  return children.reduce((sum, each) => sum + each, ticks(own, 11, 15)) * TICK_MS;
}

/**
 * @param {number[]} pids with their children
 * @returns {number | null} MB of memory, what several share counted once (PSS)
 */
export function familiesPssMb(pids) {
  try {
    const all = pids.flatMap((pid) => [pid, ...childrenOf(pid)]);
    return all.reduce((sum, pid) => sum + pssMb(pid), 0);
  } catch {
    return null;
  }
}

function pssMb(pid) {
  const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  return Number(match?.[1]) / 1024;
}

/**
 * @param {number} pid
 * @returns {number | null} MB of memory that are its own or shared, now
 */
export function memoryMb(pid) {
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match ? Number(match[1]) / 1024 : null;
  } catch {
    return null;
  }
}

import { execFileSync } from "node:child_process";
import { connect, createServer } from "node:net";

/** A process and all below it. @param {number} pid @returns {number[]} */
function familyOf(pid) {
  const children = new Map();
  for (const line of execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n")) {
    const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const below = (parent) => [parent, ...(children.get(parent) ?? []).flatMap(below)];
  return below(pid);
}

/**
 * Sends a signal to a server's first process and to all it has started.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalAll(pid, signal) {
  for (const each of familyOf(pid)) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * @typedef {object} Network
 * @property {number} port
 * @property {() => void} lose from now on nothing comes through in either direction; connections stay as they are
 * @property {() => void} find what was on its way arrives
 * @property {() => Promise<void>} close
 */

/**
 * A way to a port on loopback that can be lost, as a cable that is pulled out: nobody is told.
 * @param {number} target
 * @returns {Promise<Network>}
 */
export async function startNetwork(target) {
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  let lost = false;
  const server = createServer({ noDelay: true }, (client) => {
    const other = connect({ port: target, host: "127.0.0.1", noDelay: true });
    for (const [from, to] of [
      [client, other],
      [other, client],
    ]) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (chunk) => to.write(chunk));
      from.on("close", () => {
        sockets.delete(from);
        if (!lost) to.destroy();
      });
      if (lost) from.pause();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return {
    port: address && typeof address === "object" ? address.port : 0,
    lose() {
      lost = true;
      for (const socket of sockets) socket.pause();
    },
    find() {
      lost = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

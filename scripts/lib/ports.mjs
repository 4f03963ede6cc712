import { createServer } from "node:net";

/**
 * Whether a port can be listened on.
 * @param {number} port
 * @param {string} [host] every address when left out
 * @returns {Promise<boolean>}
 */
export function isFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free port on loopback, below the range that the system gives to outgoing connections.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if (await isFree(port, "127.0.0.1")) return port;
  }
  throw new Error("No free port was found between 15000 and 30000.");
}

/**
 * The next port after `port` that can be listened on, to suggest.
 * @param {number} port
 */
export async function nextFreePort(port) {
  for (let next = port + 1; next < Math.min(port + 50, 65_535); next += 1) {
    if (await isFree(next)) return next;
  }
  return port + 1;
}

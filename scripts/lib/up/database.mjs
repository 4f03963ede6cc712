import { startPostgres } from "../postgres.mjs";

/** A server that ends this often without ever lasting a minute is not restarted again. */
const MOST_CRASHES = 50;
const STEADY_MS = 60_000;

/**
 * @typedef {{ url: string, note: string, pid: () => number | undefined, stop: () => Promise<void>,
 *   kill: () => void }} Database
 */

/**
 * The embedded PostgreSQL, started again whenever it ends by itself.
 * @param {string} dataDir
 * @param {{ onChange: (line?: string) => void, onLost: (error: Error) => void }} events `onChange`: its process is
 *   another one; `onLost`: it can't be started again
 * @returns {Promise<Database>}
 */
export async function keepPostgres(dataDir, { onChange, onLost }) {
  let stopping = false;
  let server = await startPostgres({ dataDir });
  let current = Promise.resolve();
  const watch = async () => {
    let crashes = 0;
    for (;;) {
      const startedAt = Date.now();
      await server.ended;
      if (stopping) return;
      crashes = Date.now() - startedAt > STEADY_MS ? 1 : crashes + 1;
      if (crashes > MOST_CRASHES)
        throw new Error(`PostgreSQL ends again and again; see ${dataDir}/postgres.log`);
      onChange("ended; starting it again");
      const again = startPostgres({ dataDir, port: server.port });
      current = again.then(
        () => {},
        () => {},
      );
      server = await again;
      onChange();
    }
  };
  watch().catch((error) => stopping || onLost(error));
  return {
    url: server.url,
    note: server.reused ? "it was still running" : `port ${server.port}`,
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      await current;
      await server.stop();
    },
    kill: () => {
      stopping = true;
      process.kill(server.pid, "SIGQUIT");
    },
  };
}

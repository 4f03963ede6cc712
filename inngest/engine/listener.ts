import postgres from "postgres";

type Options = { url: string; channel: string; onWake: () => void; retryMs?: number; heartbeatMs?: number };

/** A connection that only listens never finds out that it was lost: it is asked now and then, and given up if it does not answer. */
const HEARTBEAT_MS = 10_000;
const PATIENCE_MS = 4_000;

/**
 * Hears the notifications of a channel on a connection of its own, and takes up listening again after the
 * connection was lost. (The driver's own `listen` gives up if the server is still away at its first try.)
 */
export function createListener({ url, channel, onWake, retryMs = 500, heartbeatMs = HEARTBEAT_MS }: Options) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client: postgres.Sql | undefined;
  const heartbeat = setInterval(() => client?.unsafe("select 1").catch(() => {}), heartbeatMs);
  heartbeat.unref();

  function open(): void {
    timer = undefined;
    const mine = postgres(url, {
      max: 1,
      connect_timeout: 3,
      idle_timeout: 0,
      max_lifetime: null,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: "hookyard-engine-listen" },
      onclose: () => reopen(mine),
      // The driver passes this on to its connections; its types leave it out, because `listen` uses it. (The other is ours.)
      ...{ onnotify: onWake, patience: () => PATIENCE_MS },
    });
    client = mine;
    // What was sent while nobody listened is found by looking once.
    mine.unsafe(`listen ${channel}`).then(onWake, () => reopen(mine));
  }

  function reopen(lost: postgres.Sql): void {
    if (stopped || timer || lost !== client) return;
    client = undefined;
    timer = setTimeout(open, retryMs);
    lost.end({ timeout: 0 }).catch(() => {});
  }

  return {
    start: open,
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      await client?.end({ timeout: 1 });
    },
  };
}

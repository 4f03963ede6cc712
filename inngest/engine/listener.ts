import postgres from "postgres";

type Options = { url: string; channel: string; onWake: () => void; retryMs?: number };

/**
 * Hears the notifications of a channel on a connection of its own, and takes up listening again after the
 * connection was lost. (The driver's own `listen` gives up if the server is still away at its first try.)
 */
export function createListener({ url, channel, onWake, retryMs = 500 }: Options) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client: postgres.Sql | undefined;

  function open(): void {
    timer = undefined;
    const mine = postgres(url, {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: "hookyard-engine-listen" },
      onclose: () => reopen(mine),
      // The driver passes this on to its connections; its types leave it out, because `listen` uses it.
      ...{ onnotify: onWake },
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
      await client?.end({ timeout: 1 });
    },
  };
}

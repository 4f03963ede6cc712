import { setTimeout as delay } from "node:timers/promises";
import { createListener } from "./listener";
import { BATCH_CHANNEL } from "./store";

export type PumpOptions = {
  url: string;
  /** Takes up to `limit` batches and makes their jobs; answers how much there was. */
  pump: (limit: number) => Promise<{ batches: number; events: number }>;
  canTakeMore: () => boolean;
  onFault: (what: string, error: unknown) => void;
  pollMs?: number;
};

/** Events taken on at once, more or less. */
const EVENTS_AT_ONCE = 500;
const MOST_BATCHES = 200;
/** How soon to look again when there was no room. */
const NO_ROOM_MS = 10;
/** A turn that carried this many events leaves the next some time to gather as many. */
const MANY_EVENTS = 20;
const GATHER_MS = 10;

/**
 * Takes accepted events from their table as long as there are any, many batches at once, as soon as they are committed.
 * One at a time in a process; the busier it is, the more each turn carries.
 */
export function createPump({ url, pump, canTakeMore, onFault, pollMs = 500 }: PumpOptions) {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let limit = 10;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= drain().finally(() => {
      running = undefined;
    });
  }

  function wakeIn(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, ms);
  }

  async function drain(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const began = performance.now();
      if (!canTakeMore()) return wakeIn(NO_ROOM_MS);
      try {
        const { batches, events } = await pump(limit);
        if (batches === 0) continue;
        again = true;
        limit = Math.max(1, Math.min(MOST_BATCHES, Math.floor((EVENTS_AT_ONCE * batches) / events)));
        const rest = began + GATHER_MS - performance.now();
        if (events >= MANY_EVENTS && rest > 0) await delay(rest);
      } catch (error) {
        onFault("Accepted events could not be taken; they are tried again", error);
        return wakeIn(pollMs);
      }
    }
    wakeIn(pollMs);
  }

  const listener = createListener({ url, channel: BATCH_CHANNEL, onWake: wake });
  return {
    start(): void {
      listener.start();
      wake();
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
      await listener.stop();
    },
  };
}

export type Pump = ReturnType<typeof createPump>;

import type { ClaimedRun, Queue } from "./queue";

type Options = {
  queue: Pick<Queue, "claim" | "nextDueMs">;
  /** How many more runs may be in progress. */
  room: () => number;
  canTakeMore: () => boolean;
  take: (runs: ClaimedRun[]) => void;
  pollMs: number;
  onFault: (what: string, error: unknown) => void;
};

/** While `canTakeMore` says no, it is asked this often. */
const GATE_MS = 20;
const MIN_REST_MS = 2;
/** Runs taken in one claim. */
const MAX_CLAIM = 64;

/**
 * Takes due runs: when woken (a notification, a run that ended here), when the next one comes due, and every `pollMs`
 * in case a wake-up was lost.
 */
export function createIntake({ queue, room, canTakeMore, take, pollMs, onFault }: Options) {
  let stopped = false;
  let loop: Promise<void> = Promise.resolve();
  let woken = false;
  /** There was no room for what may be due. */
  let starved = false;
  let rouse: (() => void) | undefined;
  const timers = new Set<NodeJS.Timeout>();

  function wake(): void {
    woken = true;
    rouse?.();
  }

  async function sleep(ms: number): Promise<void> {
    if (woken || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    rouse = undefined;
  }

  /** Takes what is due. @returns how long to rest. */
  async function round(): Promise<number> {
    const free = room();
    starved = free === 0;
    if (starved) return pollMs;
    if (!canTakeMore()) return GATE_MS;
    const asked = Math.min(free, MAX_CLAIM);
    const { runs, looked } = await queue.claim(asked);
    take(runs);
    if (looked === asked) return 0;
    // What is due and was not taken is in another engine's hands at this moment.
    return Math.max(MIN_REST_MS, (await queue.nextDueMs(pollMs)) ?? pollMs);
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      woken = false;
      try {
        const rest = await round();
        failures = 0;
        if (rest > 0) await sleep(Math.ceil(rest));
      } catch (error) {
        failures += 1;
        if (failures === 1) onFault("Runs could not be taken; it is tried again", error);
        woken = false;
        await sleep(Math.min(100 * 2 ** failures, 2000));
      }
    }
  }

  return {
    start(): void {
      loop = run();
    },
    wake,
    /** A run ended: there is room again. */
    roomMade(): void {
      if (starved) wake();
    },
    /** Wakes when a run that paused here comes due, if that is before the next poll could see it. */
    wakeIn(ms: number): void {
      if (ms > pollMs || stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        wake();
      }, Math.ceil(ms));
      timers.add(timer);
    },
    async stop(): Promise<void> {
      stopped = true;
      rouse?.();
      for (const timer of timers) clearTimeout(timer);
      await loop;
    },
  };
}

import { AsyncResource } from "node:async_hooks";

export type GroupOptions<T, R> = {
  /** Writes the items in one go; answers one result an item, in order. */
  flush: (items: T[]) => Promise<R[]>;
  /** Flush at once when this much has gathered. */
  maxWeight: number;
  /** What one item counts for; 1 if left out. */
  weight?: (item: T) => number;
  /** Flushes under way at the same time, at most. */
  concurrency: number;
  /** How long the first item waits for company, in ms. */
  waitMs: number;
  /**
   * The shortest time between the starts of two flushes, in ms, given the weight of the one before: under load groups
   * grow instead of multiplying.
   */
  intervalMs: (lastWeight: number) => number;
  /** Another clock than the process's own, for a simulation. */
  time?: GroupTime;
};

/** A clock that only grows, in ms, and a timer of it whose answer takes it back. */
type GroupTime = { now(): number; after(ms: number, work: () => void): () => void };

const realTime: GroupTime = {
  now: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export type Group<T, R> = {
  /** Resolves with the item's result once its flush is done; rejects if its flush failed. */
  add(item: T): Promise<R>;
  /** Items waiting or being written. */
  readonly pending: number;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
};

type Entry<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };

/** Group commit: items that arrive together are written together, by one statement instead of many. */
export function createGroup<T, R>(options: GroupOptions<T, R>): Group<T, R> {
  const { maxWeight, concurrency, waitMs, intervalMs, weight = () => 1, time = realTime } = options;
  // A flush belongs to nobody in particular: not to the transaction of the caller that happened to start it.
  const flush = AsyncResource.bind(options.flush);
  let queue: Entry<T, R>[] = [];
  let gathered = 0;
  let active = 0;
  let pending = 0;
  let lastStart = Number.NEGATIVE_INFINITY;
  let lastWeight = 0;
  let cancelTimer: (() => void) | undefined;
  let waiters: (() => void)[] = [];

  function schedule(): void {
    if (queue.length === 0 || active >= concurrency) return;
    const wait = Math.max(waitMs, lastStart + intervalMs(lastWeight) - time.now());
    if (gathered >= maxWeight || wait <= 0) {
      void start();
    } else {
      cancelTimer ??= time.after(wait, () => {
        cancelTimer = undefined;
        if (active < concurrency) void start();
      });
    }
  }

  function take(): Entry<T, R>[] {
    let count = 0;
    let taken = 0;
    while (count < queue.length && (count === 0 || taken < maxWeight))
      taken += weight((queue[count++] as Entry<T, R>).item);
    gathered -= taken;
    lastWeight = taken;
    const entries = queue.slice(0, count);
    queue = queue.slice(count);
    return entries;
  }

  async function start(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    if (queue.length === 0) return;
    const entries = take();
    active++;
    lastStart = time.now();
    schedule();
    try {
      const results = await flush(entries.map((entry) => entry.item));
      for (const [index, entry] of entries.entries()) entry.resolve(results[index] as R);
    } catch (error) {
      for (const entry of entries) entry.reject(error);
    }
    active--;
    pending -= entries.length;
    schedule();
    if (pending === 0) {
      const done = waiters;
      waiters = [];
      for (const resolve of done) resolve();
    }
  }

  return {
    add(item) {
      return new Promise<R>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        gathered += weight(item);
        pending++;
        schedule();
      });
    },
    get pending() {
      return pending;
    },
    idle() {
      return pending === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve));
    },
  };
}

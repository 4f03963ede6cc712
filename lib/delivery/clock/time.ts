/** Time as the clock takes it, so that a simulation can give it its own. */
export type Time = {
  /** Milliseconds that only ever grow, whatever is done to the machine's date. */
  now(): number;
  /** The date, as this machine has it. */
  wall(): Date;
  /** Runs `work` after `ms`; the answer takes it back. */
  after(ms: number, work: () => void): () => void;
  /** Runs `work` when what waits has had its turn. */
  soon(work: () => void): void;
};

/** Resolves after `ms`. */
export const passed = (time: Time, ms: number): Promise<void> =>
  new Promise((resolve) => {
    time.after(ms, resolve);
  });

export const realTime: Time = {
  now: () => performance.now(),
  wall: () => new Date(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  soon: (work) => {
    setImmediate(work);
  },
};

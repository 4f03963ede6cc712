import { AppError } from "@/lib/errors";

/** Who waits: what a share goes by, and whether we know it, for instance as a device that signed in before. */
export type Client = { key: string; known: boolean };

/** Whoever runs our tools on the machine itself. */
export const OPERATOR: Client = { key: "operator", known: true };

type Limits = {
  /** How many work at the same time. */
  atOnce: number;
  /** How many may wait: known clients and others each. */
  waiting: number;
  /** How many of these one client may have, at work or waiting. */
  each: number;
};

type Waiting = { rank: number; known: boolean; start: () => void };

/**
 * Work that takes turns: few at once and a bounded line before it, known clients ahead of others, a client's first ahead of
 * another's second, and nobody with more than a share. Who finds no place is refused at once instead of making everybody slow.
 */
export function createTurns({ atOnce, waiting, each }: Limits) {
  const line: Waiting[] = [];
  const places = new Map<string, number>();
  let working = 0;

  function startNext(): void {
    while (working < atOnce) {
      const next = line.shift();
      if (!next) return;
      working++;
      next.start();
    }
  }

  function queue(rank: number, known: boolean): Promise<void> {
    return new Promise((start) => {
      const after = line.findLastIndex((other) => other.rank <= rank);
      line.splice(after + 1, 0, { rank, known, start });
      startNext();
    });
  }

  return {
    /** @throws AppError unavailable when there is no place left */
    async take<T>({ key, known }: Client, work: () => Promise<T>): Promise<T> {
      const own = places.get(key) ?? 0;
      const alike = line.filter((other) => other.known === known).length;
      if (alike >= waiting || own >= each) {
        throw new AppError("unavailable", "Many people are signing in just now. Try again in a moment.");
      }
      places.set(key, own + 1);
      try {
        await queue(known ? own : each + own, known);
        try {
          return await work();
        } finally {
          working--;
          startNext();
        }
      } finally {
        const left = (places.get(key) ?? 1) - 1;
        if (left > 0) places.set(key, left);
        else places.delete(key);
      }
    },
  };
}

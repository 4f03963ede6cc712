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

/**
 * Work that takes turns: few at once, a bounded line before it, known clients ahead of others, and nobody with more than a
 * share of it. Who finds no place is refused at once instead of making everybody slow.
 */
export function createTurns({ atOnce, waiting, each }: Limits) {
  const known: (() => void)[] = [];
  const others: (() => void)[] = [];
  const places = new Map<string, number>();
  let working = 0;

  function startNext(): void {
    while (working < atOnce) {
      const start = known.shift() ?? others.shift();
      if (!start) return;
      working++;
      start();
    }
  }

  return {
    /** @throws AppError unavailable when there is no place left */
    async take<T>(client: Client, work: () => Promise<T>): Promise<T> {
      const line = client.known ? known : others;
      const own = places.get(client.key) ?? 0;
      if (line.length >= waiting || own >= each) {
        throw new AppError("unavailable", "Many people are signing in just now. Try again in a moment.");
      }
      places.set(client.key, own + 1);
      try {
        await new Promise<void>((start) => {
          line.push(start);
          startNext();
        });
        try {
          return await work();
        } finally {
          working--;
          startNext();
        }
      } finally {
        const left = (places.get(client.key) ?? 1) - 1;
        if (left > 0) places.set(client.key, left);
        else places.delete(client.key);
      }
    },
  };
}

/** So many requests in a row without an answer, and the receiver is away rather than unlucky. */
const AWAY_AFTER = 10;
/** How long an absent receiver is left alone before the next request asks whether it is back: twice as long each time. */
const WAIT_MS = { least: 1_000, most: 30_000 };
const FORGET_MS = 3_600_000;

/** What is the receiver's silence, and not our own refusal or something it said. */
const SILENT: ReadonlySet<string> = new Set([
  "dns",
  "refused",
  "unreachable",
  "connect_timeout",
  "reset",
  "timeout",
  "network",
]);

export const isSilent = (errorClass: string | null): boolean => errorClass !== null && SILENT.has(errorClass);

/**
 * How many requests in a row each receiver has left without an answer (half open, as of a circuit breaker): one that is away is asked by one
 * request at a time, so that its other jobs wait unharmed instead of using up their tries.
 */
export function createSilences() {
  const known = new Map<string, { inARow: number; at: number }>();
  return {
    /** Whether any is known: while none is, an answer has nothing to tell. */
    any: (): boolean => known.size > 0,
    answered: (receiver: string): void => void known.delete(receiver),
    /** @returns for how long it is to be left alone now, in ms; 0 while it may be chance. */
    unanswered(receiver: string, at: number): number {
      const inARow = (known.get(receiver)?.inARow ?? 0) + 1;
      known.set(receiver, { inARow, at });
      if (inARow < AWAY_AFTER) return 0;
      return Math.min(WAIT_MS.least * 2 ** (inARow - AWAY_AFTER), WAIT_MS.most);
    },
    isLong: (receiver: string): boolean => (known.get(receiver)?.inARow ?? 0) >= AWAY_AFTER,
    forget(now: number): void {
      for (const [receiver, { at }] of known) if (now - at > FORGET_MS) known.delete(receiver);
    },
  };
}

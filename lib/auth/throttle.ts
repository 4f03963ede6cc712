type Limit = { max: number; windowMs: number };

/**
 * Counts failures by key, in memory: enough to make guessing passwords slow, with nothing to run beside the server.
 * @param now the clock, in ms
 */
export function createThrottle({ max, windowMs }: Limit, now: () => number = Date.now, size = 10_000) {
  const failures = new Map<string, { count: number; until: number }>();

  const current = (key: string) => {
    const entry = failures.get(key);
    return entry && entry.until > now() ? entry : undefined;
  };

  return {
    /** Whether `key` has used up its tries, and must wait. */
    blocked: (key: string): boolean => (current(key)?.count ?? 0) >= max,
    fail(key: string): void {
      const entry = current(key);
      if (entry) {
        entry.count++;
        return;
      }
      // Insertion order is the order of expiry: the first is the one to drop.
      failures.delete(key);
      const oldest = failures.size >= size ? failures.keys().next().value : undefined;
      if (oldest !== undefined) failures.delete(oldest);
      failures.set(key, { count: 1, until: now() + windowMs });
    },
    /** Takes one failure back: it was none. */
    undo(key: string): void {
      const entry = current(key);
      if (entry && entry.count > 0) entry.count--;
    },
    forget: (key: string): boolean => failures.delete(key),
  };
}

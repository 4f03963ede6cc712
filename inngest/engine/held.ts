/** The runs that this process holds. */
export function createHeld() {
  const ids = new Set<string>();
  const lost = new Set<string>();
  let onRelease: (() => void) | undefined;
  let onEmpty: (() => void) | undefined;
  let abandoned = false;

  return {
    /** @returns false if it is held already: its lease ran out here and it was claimed anew while still at work. */
    add(id: string): boolean {
      if (ids.has(id)) return false;
      ids.add(id);
      return true;
    },
    has: (id: string) => ids.has(id) && !lost.has(id) && !abandoned,
    ids: () => [...ids],
    size: () => ids.size,
    release(id: string): void {
      ids.delete(id);
      lost.delete(id);
      if (ids.size === 0) onEmpty?.();
      onRelease?.();
    },
    onRelease(listener: () => void): void {
      onRelease = listener;
    },
    /** It was taken over: its call is told to stop at its next step. */
    lose(id: string): void {
      if (ids.has(id)) lost.add(id);
    },
    /** Resolves when none is left or the time is up. */
    async empty(timeoutMs: number): Promise<void> {
      if (ids.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onEmpty = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
    },
    /** From now on nothing counts as held: calls still at work are told to stop at their next step. */
    abandon(): void {
      abandoned = true;
    },
  };
}

export type Held = ReturnType<typeof createHeld>;

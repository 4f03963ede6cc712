/** Time that goes from one thing that happens to the next. */
export class World {
  now = 0;
  #sequence = 0;
  #agenda: { at: number; order: number; run: () => void; cancelled: boolean }[] = [];

  /** Runs `work` after `ms`; the answer takes it back. */
  after(ms: number, work: () => void): () => void {
    const entry = { at: this.now + Math.max(0, ms), order: this.#sequence++, run: work, cancelled: false };
    // Kept in order: most of what is planned is soon.
    let index = this.#agenda.length;
    while (index > 0 && isBefore(entry, this.#agenda[index - 1] as typeof entry)) index--;
    this.#agenda.splice(index, 0, entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Lets everything happen up to a moment, each with all that follows from it at once. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const entry = this.#agenda[0];
      if (!entry || entry.at > end) break;
      this.#agenda.shift();
      if (entry.cancelled) continue;
      this.now = entry.at;
      entry.run();
      await new Promise(setImmediate);
    }
    this.now = end;
  }
}

const isBefore = (a: { at: number; order: number }, b: { at: number; order: number }) =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

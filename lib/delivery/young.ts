/** Counts deliveries that are under way and younger than `ageMs`: what a process limits its intake by. */
export function createYoungCount(ageMs: number) {
  type Mark = { at: number; counted: boolean };
  let marks: Mark[] = [];
  let count = 0;

  return {
    /** One more is under way; call what it answers when it is over. */
    begin(now: number): () => void {
      const mark = { at: now, counted: true };
      marks.push(mark);
      count++;
      return () => {
        if (mark.counted) count--;
        mark.counted = false;
      };
    },
    /** Stops counting those that have grown older than `ageMs`. */
    age(now: number): void {
      const young = marks.findIndex((mark) => now - mark.at < ageMs);
      const old = young === -1 ? marks : marks.slice(0, young);
      marks = young === -1 ? [] : marks.slice(young);
      for (const mark of old) {
        if (mark.counted) count--;
        mark.counted = false;
      }
    },
    get count() {
      return count;
    },
  };
}

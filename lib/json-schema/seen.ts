/** The parts of an object or a list that schemas have looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Seen {
  private everything = false;
  private readonly keys = new Set<string>();
  private readonly indexes = new Set<number>();
  /** Items before this one. */
  private from = 0;

  all(): void {
    this.everything = true;
  }

  key(key: string): void {
    this.keys.add(key);
  }

  index(index: number): void {
    this.indexes.add(index);
  }

  first(count: number): void {
    this.from = Math.max(this.from, count);
  }

  hasKey(key: string): boolean {
    return this.everything || this.keys.has(key);
  }

  hasIndex(index: number): boolean {
    return this.everything || index < this.from || this.indexes.has(index);
  }

  /** @returns what it cost */
  add(other: Seen): number {
    this.everything ||= other.everything;
    this.first(other.from);
    for (const key of other.keys) this.keys.add(key);
    for (const index of other.indexes) this.indexes.add(index);
    return 1 + 6 * (other.keys.size + other.indexes.size);
  }
}

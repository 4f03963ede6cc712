import { RENEW_MS, STALE_MS } from "./constants";
import { type Batch, type Entry, numberSoFar } from "./entry";
import type { Store } from "./store";
import type { Time } from "./time";

/** The leases of what this process has in hand: of its batches, and of the jobs that have a row. */
export class Leases {
  readonly #batches = new Set<Batch>();
  #renewedAt: number;

  constructor(
    private readonly store: Pick<Store, "renewBatches" | "renewJobs">,
    private readonly time: Time,
  ) {
    this.#renewedAt = time.now();
  }

  /** Whether a batch is not done with. */
  get isHolding(): boolean {
    for (const batch of this.#batches) if (batch.left <= 0) this.#batches.delete(batch);
    return this.#batches.size > 0;
  }

  /** Keeps a batch's lease as long as pairs of it have no row. */
  hold(batch: Batch): void {
    this.#batches.add(batch);
  }

  /** Lets a batch's lease run out, so that it is taken again. */
  abandon(batch: Batch): void {
    this.#batches.delete(batch);
  }

  /** Renews what is in hand, when it is time to; null while it is not. What could not be renewed in time is left to whoever takes it over. */
  renew(entries: Iterable<Entry>): Promise<void> | null {
    const now = this.time.now();
    if (now - this.#renewedAt <= RENEW_MS) return null;
    this.#renewedAt = now;
    for (const batch of this.#batches) {
      if (batch.left <= 0 || now - batch.leasedAt > STALE_MS) this.#batches.delete(batch);
    }
    return this.#renewAll([...this.#batches], [...entries], now);
  }

  async #renewAll(batches: readonly Batch[], entries: readonly Entry[], now: number): Promise<void> {
    const rows = entries.filter(
      ({ row, leasedAt }) => row && now - leasedAt > RENEW_MS / 2 && now - leasedAt <= STALE_MS,
    );
    const numbered = await Promise.all(
      rows.map(async (entry) => ({ entry, number: await numberSoFar(entry) })),
    );
    const known = numbered.flatMap(({ entry, number }) => (number === null ? [] : [{ entry, number }]));
    await Promise.all([
      this.store.renewBatches(batches.map(({ id }) => id)).then(() => {
        for (const batch of batches) batch.leasedAt = now;
      }),
      this.store.renewJobs(known.map(({ entry, number }) => ({ ...entry.delivery, number }))).then(() => {
        for (const { entry } of known) entry.leasedAt = now;
      }),
    ]);
  }
}

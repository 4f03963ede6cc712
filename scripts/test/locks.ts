import { AsyncResource } from "node:async_hooks";
import { expect, vi } from "vitest";
import { sql } from "@/db/client";

/** Made outside of any transaction: what runs in it takes part in none. */
const resource = new AsyncResource("outside");

/** Begins `work` as somebody else would, beside the transaction under way. */
export const outside = <T>(work: () => Promise<T>): Promise<T> => resource.runInAsyncScope(work);

/** Resolves once at least `count` statements wait for locks. */
export async function untilWaiting(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await sql()<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      expect(row?.count).toBeGreaterThanOrEqual(count);
    },
    { timeout: 10_000 },
  );
}

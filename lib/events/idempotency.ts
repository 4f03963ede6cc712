import { inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { idempotencyKeys } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { AppError } from "@/lib/errors";
import type { NewEvent } from "./store";

/** The ids of accepted events, in the order given; `duplicates` are those that had been accepted before. */
export type Accepted = { ids: string[]; duplicates: string[] };

/** One call's events on their way to the database. */
export type Entry = {
  ctx: Ctx;
  events: NewEvent[];
  idempotency?: { key: string; hash: string } | undefined;
  /** By `performance.now()`: then its caller is told that it could not be stored, and it is not begun any more. */
  until: number;
};
/** What a call is answered: as a value, because many calls share a flush. */
export type Outcome = Accepted | AppError;

/** Claims the idempotency keys; the answer of an earlier call for those that are taken. */
export async function claimKeys(keyed: Entry[]): Promise<Map<Entry, Outcome>> {
  const name = (entry: Entry) => `${entry.ctx.orgId} ${entry.idempotency?.key}`;
  // In one order everywhere, so that two flushes never wait for each other.
  const first = new Map<string, Entry>();
  for (const entry of keyed) if (!first.has(name(entry))) first.set(name(entry), entry);
  const rows = [...first.values()]
    .sort((a, b) => (name(a) < name(b) ? -1 : 1))
    .map((entry) => ({
      orgId: entry.ctx.orgId,
      key: entry.idempotency?.key as string,
      requestHash: entry.idempotency?.hash as string,
      response: null,
    }));
  const claimed = await db().insert(idempotencyKeys).values(rows).onConflictDoNothing().returning();
  const mine = new Set(claimed.map((row) => `${row.orgId} ${row.key}`));
  const taken = keyed.filter((entry) => !(mine.has(name(entry)) && first.get(name(entry)) === entry));
  if (taken.length === 0) return new Map();
  const keys = taken.map((entry) => entry.idempotency?.key as string);
  const earlier = await db().select().from(idempotencyKeys).where(inArray(idempotencyKeys.key, keys));
  return new Map(taken.map((entry) => [entry, repeatOf(entry, earlier)]));
}

function repeatOf(entry: Entry, earlier: (typeof idempotencyKeys.$inferSelect)[]): Outcome {
  const row = earlier.find((r) => r.orgId === entry.ctx.orgId && r.key === entry.idempotency?.key);
  if (row && row.requestHash !== entry.idempotency?.hash) {
    return new AppError("conflict", "This Idempotency-Key was used before with another body.");
  }
  if (!row?.response) {
    return new AppError("conflict", "A call with this Idempotency-Key is still under way. Please try again.");
  }
  return row.response as Accepted;
}

/** Keeps the answers of the calls whose keys were claimed, in the same transaction. */
export async function rememberAnswers(keyed: Entry[], outcomes: Map<Entry, Outcome>): Promise<void> {
  const values = sql.join(
    keyed.map(
      (e) =>
        sql`(${e.ctx.orgId}::uuid, ${e.idempotency?.key}::text, ${JSON.stringify(outcomes.get(e))}::jsonb)`,
    ),
    sql`, `,
  );
  await db().execute(sql`
    update idempotency_keys k set response = v.response from (values ${values}) as v (org_id, key, response)
    where k.org_id = v.org_id and k.key = v.key`);
}

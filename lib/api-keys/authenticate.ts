import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, hot } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { withPatience } from "@/db/patience";
import type { Ctx } from "@/lib/auth/context";
import { createGroup } from "@/lib/group";
import { logFault } from "@/lib/log";
import { within } from "@/lib/within";
import { hashApiKey, keyInHeader } from "./token";

/** How long a call waits for its key to be looked up; then it hears that the database is away. */
const LOOK_UP_MS = 2_000;
/** `last_used_at` is for people: it need not be more exact than this. */
const USED_EVERY = sql`interval '1 minute'`;

type Row = { id: string; org_id: string; name: string; hash: string; due: boolean };

/** How long a key that was looked up is recalled, and how many are. */
const RECALLED_MS = 30_000;
const RECALLED_KEYS = 10_000;
const recalled = new Map<string, { ctx: Ctx; until: number }>();

/** Calls that come while one look-up is under way share the one after it: what a key may do is never known from before they came. */
const lookUps = createGroup<string, Ctx | null>({
  flush: (hashes) => withPatience(LOOK_UP_MS, () => lookUp(hashes)),
  maxWeight: 1_000,
  concurrency: 1,
  waitMs: 0,
  // A look-up costs the same for one call or for fifty: few while calls pour in.
  intervalMs: (lastWeight) => (lastWeight > 4 ? 4 : 0),
});

/**
 * Who an API call is from, as the database has it after the call came in.
 * @param authorization the `Authorization` header, `Bearer hky_…`
 * @returns null if there is no key in it, or none that is known and not revoked
 * @throws AppError unavailable when the database does not say in time
 */
export async function authenticateApiKey(authorization: string | null): Promise<Ctx | null> {
  const key = keyInHeader(authorization);
  return key ? within(LOOK_UP_MS, lookUps.add(hashApiKey(key))) : null;
}

/**
 * Who an API call was from a moment ago, without asking the database. It may have been revoked since: only for what is written by a statement
 * that sees to it that it was not (`keyToProve`, lib/events/store.ts).
 * @returns null where the database has to be asked
 */
export function recallApiKey(authorization: string | null): Ctx | null {
  const key = keyInHeader(authorization);
  const known = key && recalled.get(hashApiKey(key));
  return known && known.until > performance.now() ? known.ctx : null;
}

function remember(hash: string, ctx: Ctx | undefined): void {
  recalled.delete(hash);
  if (!ctx) return;
  const oldest = recalled.keys().next().value;
  if (oldest !== undefined && recalled.size >= RECALLED_KEYS) recalled.delete(oldest);
  recalled.set(hash, { ctx, until: performance.now() + RECALLED_MS });
}

async function lookUp(hashes: string[]): Promise<(Ctx | null)[]> {
  const rows = await hot().execute<Row>(sql`
    select id, org_id, name, hash, coalesce(last_used_at < now() - ${USED_EVERY}, true) as due from api_keys
    where hash = any (${array([...new Set(hashes)], "text")}) and revoked_at is null`);
  noteUse(rows.filter(({ due }) => due));
  const known = new Map(rows.map((row) => [row.hash, contextOf(row)]));
  for (const hash of hashes) remember(hash, known.get(hash));
  return hashes.map((hash) => known.get(hash) ?? null);
}

const contextOf = ({ id, org_id, name }: Row): Ctx => ({
  orgId: org_id as OrgId,
  userId: null,
  role: "developer",
  actor: { kind: "api_key", id, name },
});

/** Not on the request's path: nobody waits for it, and a failure of it costs nothing but a late date. */
function noteUse(due: readonly Row[]): void {
  if (due.length === 0) return;
  const ids = array(
    due.map(({ id }) => id),
    "uuid",
  );
  // In one order everywhere: two processes never wait for each other.
  const noting = db().execute(sql`
    with due as (
      select id from api_keys where id = any (${ids}) and coalesce(last_used_at < now() - ${USED_EVERY}, true)
      order by id for update skip locked)
    update api_keys set last_used_at = now() from due where api_keys.id = due.id`);
  noting.catch((error) => logFault("The last use of API keys was not noted", error));
}

import { sql } from "@/db/client";
import type { OrgId } from "@/db/ids";
import type { Ctx } from "@/lib/auth/context";
import { hashApiKey, keyInHeader } from "./token";

/** A revoked key goes on working in other processes for at most this long. */
const CACHE_MS = 2_000;
const CACHE_SIZE = 2_000;
/** `last_used_at` is for people: it need not be more exact than this. */
const USED_EVERY_MS = 60_000;

type Row = { id: string; org_id: string; name: string; last_used_at: Date | null };
type Cached = { ctx: Promise<Ctx | null>; until: number };

const cache = new Map<string, Cached>();

/**
 * Who an API call is from: one look-up a key every two seconds, however many calls there are.
 * @param authorization the `Authorization` header, `Bearer hky_…`
 * @returns null if there is no key in it, or none that is known and not revoked
 */
export async function authenticateApiKey(authorization: string | null): Promise<Ctx | null> {
  const key = keyInHeader(authorization);
  if (!key) return null;
  const hash = hashApiKey(key);
  const now = Date.now();
  const cached = cache.get(hash);
  if (cached && cached.until > now) return cached.ctx;
  const ctx = lookUp(hash);
  remember(hash, { ctx, until: now + CACHE_MS });
  return ctx;
}

/** Makes this process look the key up again. */
export function forgetApiKey(hash: string): void {
  cache.delete(hash);
}

function remember(hash: string, entry: Cached): void {
  cache.delete(hash);
  const oldest = cache.size >= CACHE_SIZE ? cache.keys().next().value : undefined;
  if (oldest) cache.delete(oldest);
  cache.set(hash, entry);
  // Only what is known is worth keeping: unknown keys would push known ones out, and a failure is no answer.
  const forget = () => {
    if (cache.get(hash) === entry) cache.delete(hash);
  };
  entry.ctx.then((ctx) => ctx ?? forget(), forget);
}

async function lookUp(hash: string): Promise<Ctx | null> {
  const [row] = await sql()<Row[]>`
    select id, org_id, name, last_used_at from api_keys where hash = ${hash} and revoked_at is null`;
  if (!row) return null;
  noteUse(row);
  return {
    orgId: row.org_id as OrgId,
    userId: null,
    role: "developer",
    actor: { kind: "api_key", id: row.id, name: row.name },
  };
}

/** Not on the request's path: nobody waits for it, and a failure of it costs nothing but a late date. */
function noteUse({ id, last_used_at }: Row): void {
  if (last_used_at && Date.now() - last_used_at.getTime() < USED_EVERY_MS) return;
  sql()`
    update api_keys set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.catch(
    () => {},
  );
}

import { asc, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { webhookSecrets, webhooks } from "@/db/schema";
import type { StoredHeader } from "@/db/types";
import {
  currentSecretPrefix,
  encryptSecret,
  findSecret,
  headerPlace,
  type SecretPlace,
  secretState,
  signingSecretPlace,
} from "@/lib/secrets";

/** Rows moved in one transaction. */
const GROUP = 100;

/** `moved`: values written anew under the current key; `unreadable`: values that no key opens, left as they are. */
export type MovedSecrets = { moved: number; unreadable: number };

type Moved = MovedSecrets & { lastId: string | null };

/**
 * Writes every stored secret that is under an older key, or in the form of before, anew under HOOKYARD_SECRET_KEY, so that the older key can go.
 * Group by group, each in a transaction of its own; what somebody else holds is waited for. Doing it again moves what is left.
 */
export async function moveSecrets(): Promise<MovedSecrets> {
  const total = { moved: 0, unreadable: 0 };
  for (const moveGroup of [moveSigningSecrets, moveHeaders]) {
    let lastId: string | null = "00000000-0000-0000-0000-000000000000";
    while (lastId !== null) {
      const group: Moved = await moveGroup(lastId);
      total.moved += group.moved;
      total.unreadable += group.unreadable;
      lastId = group.lastId;
    }
  }
  return total;
}

/** `older`: stored values that `moveSecrets` would write anew; `unreadable`: values that no key of ours opens. */
export type SecretsState = { older: number; unreadable: number };

/**
 * Looks whether the keys at hand are those that stored secrets were encrypted with: by the key ids of all, and by one value of those that
 * have none yet.
 */
export async function checkSecrets(): Promise<SecretsState> {
  const groups = await db().execute<{ ciphertext: string; count: number }>(sql`
    select min(ciphertext) as ciphertext, count(*)::int as count from (
      select ciphertext from webhook_secrets
      union all select h ->> 'ciphertext' from webhooks w cross join jsonb_array_elements(w.headers) h
    ) as stored
    where not starts_with(ciphertext, ${currentSecretPrefix()})
    group by case when starts_with(ciphertext, 'v1.') then 'v1' else split_part(ciphertext, '.', 2) end`);
  const state = { older: 0, unreadable: 0 };
  for (const { ciphertext, count } of groups) {
    state[secretState(ciphertext) === "unreadable" ? "unreadable" : "older"] += count;
  }
  return state;
}

/** What an operator should know about it at the start, in a sentence; null when all is well. */
export function secretsWarning({ unreadable }: Pick<SecretsState, "unreadable">): string | null {
  if (unreadable === 0) return null;
  return (
    `${unreadable} stored secrets can't be read: they were encrypted with another key than HOOKYARD_SECRET_KEY. ` +
    "Set the key they were made with, or add it to HOOKYARD_SECRET_KEYS_OLD. Until then, what is for their webhooks waits."
  );
}

function moveSigningSecrets(afterId: string): Promise<Moved> {
  return transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(webhookSecrets)
      .where(
        sql`${webhookSecrets.id} > ${afterId} and not starts_with(${webhookSecrets.ciphertext}, ${currentSecretPrefix()})`,
      )
      .orderBy(asc(webhookSecrets.id))
      .limit(GROUP)
      .for("no key update");
    const group = { moved: 0, unreadable: 0 };
    for (const { id, orgId, webhookId, ciphertext } of rows) {
      const anew = again(ciphertext, signingSecretPlace(orgId, webhookId, id), group);
      await tx.update(webhookSecrets).set({ ciphertext: anew }).where(eq(webhookSecrets.id, id));
    }
    return { ...group, lastId: rows.at(-1)?.id ?? null };
  });
}

function moveHeaders(afterId: string): Promise<Moved> {
  return transaction(async (tx) => {
    const rows = await tx
      .select({ id: webhooks.id, orgId: webhooks.orgId, headers: webhooks.headers })
      .from(webhooks)
      .where(
        sql`${webhooks.id} > ${afterId} and exists (
          select from jsonb_array_elements(${webhooks.headers}) h
          where not starts_with(h ->> 'ciphertext', ${currentSecretPrefix()}))`,
      )
      .orderBy(asc(webhooks.id))
      .limit(GROUP)
      .for("no key update");
    const group = { moved: 0, unreadable: 0 };
    for (const { id, orgId, headers } of rows) {
      const anew = headers.map(
        ({ name, ciphertext }): StoredHeader => ({
          name,
          ciphertext: again(ciphertext, headerPlace(orgId, id, name), group),
        }),
      );
      await tx.update(webhooks).set({ headers: anew }).where(eq(webhooks.id, id));
    }
    return { ...group, lastId: rows.at(-1)?.id ?? null };
  });
}

/** The same value as it would be written now; the text itself where it is so already, or can't be read. */
function again(ciphertext: string, place: SecretPlace, group: MovedSecrets): string {
  if (secretState(ciphertext) === "current") return ciphertext;
  const plain = findSecret(ciphertext, place);
  group[plain === null ? "unreadable" : "moved"]++;
  return plain === null ? ciphertext : encryptSecret(plain, place);
}

import { eq, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { lanes, webhookSecrets, webhooks } from "@/db/schema";
import { logFault } from "@/lib/log";
import { decryptSecret, headerPlace, signingSecretPlace, UnreadableSecret } from "@/lib/secrets";

type Row = typeof webhooks.$inferSelect;

/** A webhook with all that delivering needs, secrets in the clear: it stays inside lib/delivery. */
export type DeliveryWebhook = Omit<Row, "headers"> & {
  /** In the order they are sent, values in the clear. */
  headers: [string, string][];
  /** Signing secrets, the current one first; a rotated one signs too until it expires. */
  secrets: string[];
  /** False when a header or a secret can't be decrypted: then both lists are empty, and its jobs wait until it can. */
  isReadable: boolean;
  /** Until when its receiver asked to be left alone; may be past. */
  resumeAt: Date | null;
};

/** The webhooks a batch of events can go to: the active ones of its organisations, and those that events name themselves. */
export function loadWebhooks(orgIds: readonly OrgId[], named: readonly string[]): Promise<DeliveryWebhook[]> {
  const active = sql`(${inArray(webhooks.orgId, [...orgIds])} and ${webhooks.status} = 'active')`;
  return load(named.length > 0 ? or(active, inArray(webhooks.id, [...named])) : active);
}

/** One webhook by id, or null when it is gone. For jobs, which go on with their row's own organisation. */
export async function findDeliveryWebhook(id: string): Promise<DeliveryWebhook | null> {
  const [webhook] = await load(inArray(webhooks.id, [id]));
  return webhook ?? null;
}

async function load(where: SQL | undefined): Promise<DeliveryWebhook[]> {
  const rows = await db()
    .select({
      ...getTableColumns(webhooks),
      resumeAt: lanes.resumeAt,
      sealed: sql<[id: string, ciphertext: string][]>`array(
        select array[s.id::text, s.ciphertext] from ${webhookSecrets} s where s.webhook_id = webhooks.id
        and (s.expires_at is null or s.expires_at > now()) order by s.expires_at desc nulls first, s.created_at desc)`,
    })
    .from(webhooks)
    .leftJoin(lanes, eq(lanes.webhookId, webhooks.id))
    .where(where);
  return rows.map(({ sealed, headers, ...row }) => ({ ...row, ...opened(row, headers, sealed) }));
}

/** One webhook whose key is lost or whose row was altered holds none of the others back. */
function opened(
  { orgId, id }: Pick<Row, "orgId" | "id">,
  headers: Row["headers"],
  sealed: [id: string, ciphertext: string][],
): Pick<DeliveryWebhook, "headers" | "secrets" | "isReadable"> {
  try {
    return {
      headers: headers.map(({ name, ciphertext }) => [
        name,
        decryptSecret(ciphertext, headerPlace(orgId, id, name)),
      ]),
      secrets: sealed.map(([secretId, ciphertext]) =>
        decryptSecret(ciphertext, signingSecretPlace(orgId, id, secretId)),
      ),
      isReadable: true,
    };
  } catch (error) {
    if (!(error instanceof UnreadableSecret)) throw error;
    sayUnreadable(id, error);
    return { headers: [], secrets: [], isReadable: false };
  }
}

/** It is met with every batch: said once a minute. */
const SAY_EVERY_MS = 60_000;
let saidAt = Number.NEGATIVE_INFINITY;

function sayUnreadable(id: string, error: UnreadableSecret): void {
  const now = performance.now();
  if (now - saidAt < SAY_EVERY_MS) return;
  saidAt = now;
  logFault(`The jobs of webhook ${id} wait`, error);
}

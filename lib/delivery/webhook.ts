import { eq, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { lanes, webhookSecrets, webhooks } from "@/db/schema";
import { decryptSecret } from "@/lib/secrets";

type Row = typeof webhooks.$inferSelect;

/** A webhook with all that delivering needs, secrets in the clear: it stays inside lib/delivery. */
export type DeliveryWebhook = Omit<Row, "headers"> & {
  /** In the order they are sent, values in the clear. */
  headers: [string, string][];
  /** Signing secrets, the current one first; a rotated one signs too until it expires. */
  secrets: string[];
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
      ciphertexts: sql<string[]>`array(
        select s.ciphertext from ${webhookSecrets} s where s.webhook_id = webhooks.id
        and (s.expires_at is null or s.expires_at > now()) order by s.expires_at desc nulls first, s.created_at desc)`,
    })
    .from(webhooks)
    .leftJoin(lanes, eq(lanes.webhookId, webhooks.id))
    .where(where);
  return rows.map(({ ciphertexts, headers, ...row }) => ({
    ...row,
    headers: headers.map(({ name, ciphertext }) => [name, decryptSecret(ciphertext)]),
    secrets: ciphertexts.map(decryptSecret),
  }));
}

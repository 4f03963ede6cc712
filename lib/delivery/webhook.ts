import { and, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { webhookSecrets, webhooks } from "@/db/schema";
import { decryptSecret } from "@/lib/secrets";
import { coveringPatterns } from "@/lib/webhooks/patterns";

type Row = typeof webhooks.$inferSelect;

/** A webhook with all that delivering needs, secrets in the clear: it stays inside lib/delivery. */
export type DeliveryWebhook = Omit<Row, "headers"> & {
  /** In the order they are sent, values in the clear. */
  headers: [string, string][];
  /** Signing secrets, the current one first; a rotated one signs too until it expires. */
  secrets: string[];
};

/** The organisation's active webhooks with a subscription that covers an event type. */
export function listSubscribed(orgId: OrgId, eventType: string): Promise<DeliveryWebhook[]> {
  const covering = sql`${webhooks.subscriptions} && ${array(coveringPatterns(eventType), "text")}`;
  return load(and(eq(webhooks.orgId, orgId), eq(webhooks.status, "active"), covering));
}

/** A webhook of the organisation by id, whatever its status, or null. */
export async function findNamedWebhook(orgId: OrgId, id: string): Promise<DeliveryWebhook | null> {
  const [webhook] = await load(and(eq(webhooks.orgId, orgId), eq(webhooks.id, id)));
  return webhook ?? null;
}

/** Whether one of the organisation's active webhooks gets its events in order. */
export async function keepsOrder(orgId: OrgId): Promise<boolean> {
  const ordered = and(eq(webhooks.orgId, orgId), eq(webhooks.status, "active"), eq(webhooks.ordered, true));
  const [row] = await db().select({ id: webhooks.id }).from(webhooks).where(ordered).limit(1);
  return row !== undefined;
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
      ciphertexts: sql<string[]>`array(
        select s.ciphertext from ${webhookSecrets} s where s.webhook_id = webhooks.id
        and (s.expires_at is null or s.expires_at > now()) order by s.expires_at desc nulls first, s.created_at desc)`,
    })
    .from(webhooks)
    .where(where);
  return rows.map(({ ciphertexts, headers, ...row }) => ({
    ...row,
    headers: headers.map(({ name, ciphertext }) => [name, decryptSecret(ciphertext)]),
    secrets: ciphertexts.map(decryptSecret),
  }));
}

import { and, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { lanes, webhookSecrets, webhooks } from "@/db/schema";
import { msUntil } from "@/db/spans";
import { logFault } from "@/lib/log";
import { coveringPatterns } from "@/lib/matching/patterns";
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
  /** Until when its receiver asked to be left alone, by `performance.now()`; may be past. */
  resumeAt: number | null;
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
      resumeInMs: msUntil(sql`${lanes.resumeAt}`),
      sealed: sql<[id: string, ciphertext: string][]>`array(
        select array[s.id::text, s.ciphertext] from ${webhookSecrets} s where s.webhook_id = webhooks.id
        and (s.expires_at is null or s.expires_at > now()) order by s.expires_at desc nulls first, s.created_at desc)`,
    })
    .from(webhooks)
    .leftJoin(lanes, eq(lanes.webhookId, webhooks.id))
    .where(where);
  const now = performance.now();
  return rows.map(({ sealed, headers, resumeInMs, ...row }) => ({
    ...row,
    ...opened(row, headers, sealed),
    resumeAt: resumeInMs === null ? null : now + resumeInMs,
  }));
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

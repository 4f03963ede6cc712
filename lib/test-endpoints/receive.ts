import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { isReferenceError } from "@/db/errors";
import { receivedRequests, webhookSecrets, webhooks } from "@/db/schema";
import { findSecret, signingSecretPlace } from "@/lib/secrets";
import { createUlids } from "@/lib/ulids";
import { leadsTo } from "./data";
import { maskCredentials } from "./mask";
import { pruneAfter } from "./prune";
import { forgetEndpoint, type InboxEndpoint } from "./tokens";
import { judge, type Signer } from "./verdict";

/** A request as it came; `cut` when its body went on after what is given here. */
export type IncomingRequest = {
  method: string;
  /** Path and query. */
  target: string;
  headers: [string, string][];
  body: Buffer;
  cut: boolean;
};

const newId = createUlids();

/**
 * Keeps what was sent to a test endpoint, and whether its signature verifies. What looks like a credential is masked before it is kept. The token is
 * all it takes to get here, as for any receiver of webhooks; it finds the organisation, and nothing of another one is read.
 * @returns false when the endpoint was deleted meanwhile
 */
export async function receiveRequest(
  endpoint: InboxEndpoint,
  request: IncomingRequest,
  now = new Date(),
): Promise<boolean> {
  const [signers, secretNames] = await Promise.all([signersOf(endpoint, now), secretNamesOf(endpoint)]);
  const verdict = judge(request, signers, Math.floor(now.getTime() / 1000));
  const { cut: _, ...kept } = request;
  try {
    await db()
      .insert(receivedRequests)
      .values({
        ...kept,
        headers: maskCredentials(request.headers, secretNames),
        id: newId(),
        orgId: endpoint.orgId,
        endpointId: endpoint.id,
        signature: verdict.signature,
        signatureDetail: verdict.detail,
      });
  } catch (error) {
    if (!isReferenceError(error)) throw error;
    forgetEndpoint(endpoint.token);
    return false;
  }
  await pruneAfter(endpoint, request.body.length);
  return true;
}

async function signersOf(endpoint: InboxEndpoint, now: Date): Promise<Signer[]> {
  const rows = await db()
    .select({
      id: webhooks.id,
      name: webhooks.name,
      secretId: webhookSecrets.id,
      ciphertext: webhookSecrets.ciphertext,
    })
    .from(webhooks)
    .innerJoin(webhookSecrets, eq(webhookSecrets.webhookId, webhooks.id))
    .where(
      and(
        eq(webhooks.orgId, endpoint.orgId),
        leadsTo(endpoint.token),
        or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, now)),
      ),
    );
  const signers = new Map<string, Signer>();
  for (const { id, name, secretId, ciphertext } of rows) {
    const signer = signers.get(id) ?? { name, secrets: [] };
    const secret = findSecret(ciphertext, signingSecretPlace(endpoint.orgId, id, secretId));
    if (secret !== null) signer.secrets.push(secret);
    signers.set(id, signer);
  }
  return [...signers.values()];
}

/** The headers that the organisation's webhooks send: their values are never shown, also here. However the webhook's address is written. */
async function secretNamesOf({ orgId }: InboxEndpoint): Promise<Set<string>> {
  const rows = await db().execute<{ name: string }>(sql`
    select distinct lower(h ->> 'name') as name
    from webhooks w cross join jsonb_array_elements(w.headers) h where w.org_id = ${orgId}`);
  return new Set(rows.map(({ name }) => name));
}

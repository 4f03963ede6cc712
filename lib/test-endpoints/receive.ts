import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { monotonicFactory } from "ulid";
import { db } from "@/db/client";
import { receivedRequests, testEndpoints, webhookSecrets, webhooks } from "@/db/schema";
import { decryptSecret } from "@/lib/secrets";
import { leadsTo } from "./data";
import { KEPT_REQUESTS } from "./schema";
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

type Endpoint = typeof testEndpoints.$inferSelect;

const newId = monotonicFactory();

/** How tokens are written: base64url. */
const TOKEN = /^[\w-]+$/;

/**
 * Keeps what was sent to the test endpoint with this token, and whether its signature verifies. The token is all it takes, as for any
 * receiver of webhooks; it finds the organisation, and nothing of another one is read.
 * @returns false when there is no such endpoint
 */
export async function receiveRequest(
  token: string,
  request: IncomingRequest,
  now = new Date(),
): Promise<boolean> {
  if (!TOKEN.test(token)) return false;
  const [endpoint] = await db().select().from(testEndpoints).where(eq(testEndpoints.token, token));
  if (!endpoint) return false;
  const verdict = judge(request, await signersOf(endpoint, now), Math.floor(now.getTime() / 1000));
  const { cut: _, ...kept } = request;
  await db()
    .insert(receivedRequests)
    .values({
      ...kept,
      id: newId(),
      orgId: endpoint.orgId,
      endpointId: endpoint.id,
      signature: verdict.signature,
      signatureDetail: verdict.detail,
    });
  await forgetOlder(endpoint);
  return true;
}

async function signersOf(endpoint: Endpoint, now: Date): Promise<Signer[]> {
  const rows = await db()
    .select({ id: webhooks.id, name: webhooks.name, ciphertext: webhookSecrets.ciphertext })
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
  for (const { id, name, ciphertext } of rows) {
    const signer = signers.get(id) ?? { name, secrets: [] };
    signer.secrets.push(decryptSecret(ciphertext));
    signers.set(id, signer);
  }
  return [...signers.values()];
}

/** Only the newest requests are kept. */
async function forgetOlder(endpoint: Endpoint): Promise<void> {
  const oldestKept = db()
    .select({ id: receivedRequests.id })
    .from(receivedRequests)
    .where(eq(receivedRequests.endpointId, endpoint.id))
    .orderBy(desc(receivedRequests.id))
    .offset(KEPT_REQUESTS - 1)
    .limit(1);
  await db()
    .delete(receivedRequests)
    .where(and(eq(receivedRequests.endpointId, endpoint.id), lt(receivedRequests.id, sql`(${oldestKept})`)));
}

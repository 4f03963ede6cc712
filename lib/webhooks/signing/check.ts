import { and, desc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { webhookSecrets } from "@/db/schema";
import { authorise, type Ctx } from "@/lib/auth/context";
import { decryptSecret, signingSecretPlace } from "@/lib/secrets";
import { getWebhook } from "../data";
import { type Examination, examine } from "./examine";

/** A received request as somebody pastes it. */
export const pastedRequest = z.strictObject({
  id: z.uuid(),
  headers: z
    .string()
    .trim()
    .min(1, "Paste the headers of the request.")
    .max(20_000, "At most 20,000 characters."),
  body: z.string().max(300_000, "At most 300,000 characters."),
});
export type PastedRequest = z.infer<typeof pastedRequest>;

/**
 * Says whether a request was signed by this webhook, and what is wrong with it. No secret leaves.
 * @throws AppError not_found, forbidden
 */
export async function checkSignature(ctx: Ctx, { id, headers, body }: PastedRequest): Promise<Examination> {
  authorise(ctx, "webhooks.read");
  const webhook = await getWebhook(ctx, id);
  const rows = await db()
    .select({
      secretId: webhookSecrets.id,
      ciphertext: webhookSecrets.ciphertext,
      expiresAt: webhookSecrets.expiresAt,
    })
    .from(webhookSecrets)
    .where(and(eq(webhookSecrets.orgId, ctx.orgId), eq(webhookSecrets.webhookId, webhook.id)))
    .orderBy(desc(isNull(webhookSecrets.expiresAt)), desc(webhookSecrets.createdAt));
  const secrets = rows.map(({ secretId, ciphertext, expiresAt }) => ({
    secret: decryptSecret(ciphertext, signingSecretPlace(ctx.orgId, webhook.id, secretId)),
    expiresAt,
  }));
  return examine({ headers, body }, webhook.id, secrets, new Date());
}

import { transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { decryptSecret, signingSecretPlace } from "@/lib/secrets";
import { getWebhook, listSigningSecrets } from "./data";

/** `expiresAt` is when a rotated secret stops signing; null on the current one. */
export type SigningSecret = { secret: string; createdAt: string; expiresAt: string | null };

/**
 * The webhook's signing secrets in the clear, the current one first. That somebody looked is kept in the audit log.
 * @throws AppError forbidden without webhooks.secrets, not_found
 */
export async function revealSecret(ctx: Ctx, id: string): Promise<SigningSecret[]> {
  authorise(ctx, "webhooks.secrets");
  return transaction(async (tx) => {
    const webhook = await getWebhook(ctx, id);
    const stored = await listSigningSecrets(ctx, webhook.id);
    await recordAudit(tx, ctx, {
      action: "webhook.secret_revealed",
      target: { kind: "webhook", id: webhook.id, name: webhook.name },
    });
    return stored.map(({ id: secretId, ciphertext, createdAt, expiresAt }) => ({
      secret: decryptSecret(ciphertext, signingSecretPlace(ctx.orgId, webhook.id, secretId)),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    }));
  });
}

import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { webhookSecrets } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { findWebhookRecord, getWebhook } from "./data";
import { type RotateInput, rotateInput } from "./operation-schema";
import { newSecretRow } from "./signing-secret";

/** A signing secret without its value. Times are ISO 8601. */
export type SecretVersion = {
  id: string;
  createdAt: string;
  /** Null on the current one; on one that was rotated away, when it stops signing, or stopped. */
  expiresAt: string | null;
  /** `retiring`: signs beside the current one until it expires. */
  state: "current" | "retiring" | "expired";
};

/**
 * Gives a webhook a new signing secret. The one before it signs too for `overlapHours` (0 to 168), so that receivers have the time to change; 0 ends
 * it at once, and with it any that were still retiring.
 * @returns all versions, the new one first, without values: `revealSecret` shows it.
 * @throws AppError not_found, invalid, forbidden without webhooks.secrets
 */
export async function rotateSecret(
  ctx: Ctx,
  id: string,
  { overlapHours }: RotateInput,
): Promise<SecretVersion[]> {
  authorise(ctx, "webhooks.secrets");
  const parsed = rotateInput.safeParse({ overlapHours });
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? "";
    throw new AppError("invalid", message, [{ path: "overlapHours", message }]);
  }
  return transaction(async (tx) => {
    const webhook = (await findWebhookRecord(ctx, id, { lock: true })) ?? notFound("webhook");
    const end = sql`now() + make_interval(hours => ${overlapHours})`;
    // A rotation never lengthens what another one has ended.
    await tx
      .update(webhookSecrets)
      .set({ expiresAt: sql`least(coalesce(${webhookSecrets.expiresAt}, 'infinity'), ${end})` })
      .where(
        and(
          eq(webhookSecrets.orgId, ctx.orgId),
          eq(webhookSecrets.webhookId, id),
          or(isNull(webhookSecrets.expiresAt), sql`${webhookSecrets.expiresAt} > now()`),
        ),
      );
    await tx.insert(webhookSecrets).values(newSecretRow(ctx.orgId, id));
    await recordAudit(tx, ctx, {
      action: "webhook.secret_rotated",
      target: { kind: "webhook", id, name: webhook.name },
      changes: { overlapHours: [null, overlapHours] },
    });
    return listSecretVersions(ctx, id);
  });
}

/**
 * A webhook's signing secrets without their values, the current one first. Those that expired days ago are gone.
 * @throws AppError not_found, forbidden
 */
export async function listSecretVersions(ctx: Ctx, id: string): Promise<SecretVersion[]> {
  authorise(ctx, "webhooks.read");
  await getWebhook(ctx, id);
  const { orgId, webhookId, expiresAt, createdAt } = webhookSecrets;
  const rows = await db()
    .select({
      id: webhookSecrets.id,
      createdAt,
      expiresAt,
      isExpired: sql<boolean>`coalesce(${expiresAt} <= now(), false)`,
    })
    .from(webhookSecrets)
    .where(and(eq(orgId, ctx.orgId), eq(webhookId, id)))
    .orderBy(sql`${expiresAt} desc nulls first`, desc(createdAt));
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    state: row.expiresAt === null ? "current" : row.isExpired ? "expired" : "retiring",
  }));
}

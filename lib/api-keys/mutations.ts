import { and, eq, isNull } from "drizzle-orm";
import { transaction } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import { type ApiKeyInput, apiKeyInput } from "./schema";
import { hashApiKey, newApiKey, prefixOf } from "./token";

/**
 * Makes a key.
 * @returns its id and the key itself, which cannot be had again: only its hash is kept.
 * @throws ZodError on a bad name, AppError forbidden
 */
export async function createApiKey(ctx: Ctx, input: ApiKeyInput): Promise<{ id: string; key: string }> {
  authorise(ctx, "api_keys.write");
  const { name } = apiKeyInput.parse(input);
  const key = newApiKey();
  return transaction(async (tx) => {
    const [row] = await tx
      .insert(apiKeys)
      .values({ orgId: ctx.orgId, name, prefix: prefixOf(key), hash: hashApiKey(key), createdBy: ctx.userId })
      .returning({ id: apiKeys.id });
    if (!row) throw new Error("The API key was not inserted.");
    await recordAudit(tx, ctx, { action: "api_key.created", target: { kind: "api_key", id: row.id, name } });
    return { id: row.id, key };
  });
}

/**
 * Takes a key out of use for good: calls that come in after this resolved are refused, by every process.
 * @throws AppError not_found (also when it was revoked before), forbidden
 */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "api_keys.write");
  await transaction(async (tx) => {
    const [row] = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiKeys.orgId, ctx.orgId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!row) return notFound("API key");
    await recordAudit(tx, ctx, {
      action: "api_key.revoked",
      target: { kind: "api_key", id, name: row.name },
    });
  });
}

import { desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys, users } from "@/db/schema";
import { authorise, type Ctx } from "@/lib/auth/context";
import type { ApiKeyInfo } from "./schema";

/**
 * The organisation's keys, newest first, revoked ones included.
 * @throws AppError forbidden
 */
export async function listApiKeys(ctx: Ctx): Promise<ApiKeyInfo[]> {
  authorise(ctx, "api_keys.read");
  return db()
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      createdAt: apiKeys.createdAt,
      createdByName: users.name,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(eq(apiKeys.orgId, ctx.orgId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
}

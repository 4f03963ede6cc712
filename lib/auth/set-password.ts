import { eq } from "drizzle-orm";
import { type Tx, transaction } from "@/db/client";
import { memberships, users } from "@/db/schema";
import { type Actor, recordAudit } from "@/lib/audit";
import { notFound } from "@/lib/errors";
import { systemCtx } from "./context";
import { hashPassword } from "./password";
import { newPassword } from "./schema";
import { endSessionsOf } from "./sessions/mutations";
import type { Client } from "./turns";

/**
 * Gives a user another password and signs them out everywhere: whoever knew the old one is out. The only way there is.
 * @param client for whom the password is hashed
 * @param actor who does it, for the audit log of each organisation they belong to
 * @returns how many sessions ended
 * @throws ZodError on a weak password, AppError not_found, unavailable
 */
export async function setPassword(
  userId: string,
  password: string,
  client: Client,
  actor: Actor,
): Promise<number> {
  const passwordHash = await hashPassword(newPassword.parse(password), client);
  return transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ passwordHash })
      .where(eq(users.id, userId))
      .returning({ name: users.name });
    if (!user) return notFound("user");
    await recordChange(tx, { id: userId, name: user.name }, actor);
    return endSessionsOf(tx, userId);
  });
}

async function recordChange(tx: Tx, user: { id: string; name: string }, actor: Actor): Promise<void> {
  const own = await tx
    .select({ orgId: memberships.orgId })
    .from(memberships)
    .where(eq(memberships.userId, user.id));
  for (const { orgId } of own) {
    const target = { kind: "user", ...user };
    await recordAudit(tx, { ...systemCtx(orgId), actor }, { action: "user.password_set", target });
  }
}

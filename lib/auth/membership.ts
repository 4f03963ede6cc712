import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships, organisations, users } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Ctx } from "./context";

export type Profile = {
  user: { name: string; email: string };
  organisation: { id: string; name: string };
  /** All the user belongs to, by name. */
  organisations: { id: string; name: string }[];
};

/**
 * Who is signed in, for the shell to show.
 * @throws AppError not_found for a context without a user
 */
export async function getProfile(ctx: Ctx): Promise<Profile> {
  if (!ctx.userId) return notFound("user");
  const rows = await db()
    .select({ id: organisations.id, name: organisations.name, userName: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(organisations, eq(organisations.id, memberships.orgId))
    .where(eq(memberships.userId, ctx.userId))
    .orderBy(asc(organisations.name));
  const current = rows.find(({ id }) => id === ctx.orgId) ?? notFound("organisation");
  return {
    user: { name: current.userName, email: current.email },
    organisation: { id: current.id, name: current.name },
    organisations: rows.map(({ id, name }) => ({ id, name })),
  };
}

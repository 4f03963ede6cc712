import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { asc, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { memberships, organisations, orgCounters, users } from "@/db/schema";
import { createApiKey } from "@/lib/api-keys/mutations";
import type { Ctx } from "@/lib/auth/context";
import { hashPassword } from "@/lib/auth/password";
import { can, ROLES, type Role } from "@/lib/auth/permissions";
import { OPERATOR } from "@/lib/auth/turns";

/** How the new member gets in. `apiKey` is null for a role that may have none. */
export type NewMember = {
  organisationId: string;
  userId: string;
  email: string;
  password: string;
  role: Role;
  apiKey: string | null;
};

/**
 * `member --role viewer [--organisation <name>] [--name <name>]`: makes a user who belongs to the organisation of that
 * name, or, without one, to the first there is. An organisation that is not there yet is made.
 * @throws Error that says what is wrong with the arguments
 */
export async function makeMember(args: string[]): Promise<NewMember> {
  const { values } = parseArgs({
    args,
    options: { role: { type: "string" }, organisation: { type: "string" }, name: { type: "string" } },
  });
  const role = ROLES.find((each) => each === values.role);
  if (!role) throw new Error(`Say which role: --role ${ROLES.join("|")}`);
  const name = values.name ?? `Demo ${role}`;
  const email = `${role}-${randomBytes(4).toString("hex")}@demo.example`;
  const password = randomBytes(12).toString("base64url");
  const passwordHash = await hashPassword(password, OPERATOR);
  return transaction(async (tx) => {
    const orgId =
      (await findOrganisation(values.organisation)) ?? (await makeOrganisation(values.organisation));
    const [user] = await tx.insert(users).values({ email, name, passwordHash }).returning({ id: users.id });
    if (!user) throw new Error("The user was not inserted.");
    await tx.insert(memberships).values({ orgId, userId: user.id, role });
    const ctx: Ctx = { orgId, userId: user.id, role, actor: { kind: "user", id: user.id, name } };
    const apiKey = can(role, "api_keys.write") ? (await createApiKey(ctx, { name: "First key" })).key : null;
    return { organisationId: orgId, userId: user.id, email, password, role, apiKey };
  });
}

async function findOrganisation(name: string | undefined): Promise<OrgId | undefined> {
  const [row] = await db()
    .select({ id: organisations.id })
    .from(organisations)
    .where(name === undefined ? undefined : eq(organisations.name, name))
    .orderBy(asc(organisations.createdAt))
    .limit(1);
  return row?.id;
}

async function makeOrganisation(name: string | undefined): Promise<OrgId> {
  if (name === undefined) throw new Error("There is no organisation yet: name one with --organisation.");
  return transaction(async (tx) => {
    const [row] = await tx.insert(organisations).values({ name }).returning({ id: organisations.id });
    if (!row) throw new Error("The organisation was not inserted.");
    await tx.insert(orgCounters).values({ orgId: row.id });
    return row.id;
  });
}

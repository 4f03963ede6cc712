import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import postgres from "postgres";
import { db, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { memberships, organisations, orgCounters, users } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import type { Role } from "@/lib/auth/permissions";
import { findSession } from "@/lib/auth/sessions/data";
import { startSession } from "@/lib/auth/sessions/mutations";

export type TestUser = { id: string; email: string; name: string };
export type TestOrg = { ctx: Ctx; orgId: OrgId; user: TestUser };

/**
 * An organisation of its own for a test, with one member (an owner unless told otherwise), committed to the database.
 * The member has no password that works.
 */
export async function createOrg(options: { name?: string; role?: Role } = {}): Promise<TestOrg> {
  const orgId = randomUUID() as OrgId;
  await transaction(async (tx) => {
    await tx.insert(organisations).values({ id: orgId, name: options.name ?? `Test ${orgId.slice(0, 8)}` });
    await tx.insert(orgCounters).values({ orgId });
  });
  return { orgId, ...(await addMember(orgId, options.role ?? "owner")) };
}

/** A further member of an organisation, as a user of its own. */
export async function addMember(orgId: OrgId, role: Role): Promise<{ ctx: Ctx; user: TestUser }> {
  const id = randomUUID();
  const user = { id, email: `${id}@test.example`, name: `Test ${role}` };
  await transaction(async (tx) => {
    await tx.insert(users).values({ ...user, passwordHash: "none" });
    await tx.insert(memberships).values({ orgId, userId: id, role });
  });
  return { user, ctx: { orgId, userId: id, role, actor: { kind: "user", id, name: user.name } } };
}

/** What a user may act as: signs them in, and reads what their session is worth. */
export async function contextFor(userId: string, organisationId?: string): Promise<Ctx | null> {
  const user = await db().query.users.findFirst({ where: eq(users.id, userId) });
  const token = user && (await startSession(user, { address: "203.0.113.1", userAgent: "Test" }));
  return token ? ((await findSession(token, organisationId))?.ctx ?? null) : null;
}

export type TestDatabase = { url: string; drop: () => Promise<void> };

/** A migrated, empty database of its own, for a test that reads or sweeps over all organisations. Takes about 50 ms. */
export async function createDatabase(): Promise<TestDatabase> {
  const { HOOKYARD_TEST_ADMIN_URL: adminUrl, HOOKYARD_TEST_TEMPLATE: template } = process.env;
  if (!adminUrl || !template) throw new Error("createDatabase() works in *.integration.test.ts alone.");
  const name = `${template.replace(/_template$/, "")}_${randomBytes(4).toString("hex")}`;
  await asAdmin(adminUrl, (admin) => admin`create database ${admin(name)} template ${admin(template)}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asAdmin(adminUrl, (admin) => admin`drop database if exists ${admin(name)} with (force)`),
  };
}

async function asAdmin(url: string, work: (admin: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

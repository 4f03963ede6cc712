import { randomBytes } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { memberships, organisations, users } from "@/db/schema";
import { createApiKey } from "@/lib/api-keys/mutations";
import type { Ctx } from "@/lib/auth/context";
import { createFirstOrganisation, needsSetup } from "@/lib/auth/setup";
import { OPERATOR } from "@/lib/auth/turns";
import { builtInTypes } from "@/lib/catalog";
import { acceptEvents } from "@/lib/events/accept";
import { createTestEndpoint } from "@/lib/test-endpoints/mutations";
import { createWebhook } from "@/lib/webhooks/mutations";

const DEMO = { organisationName: "Demo", name: "Demo owner", email: "owner@demo.example" };

/** How to get in for the first time. */
export type FirstRun = { email: string; password: string; apiKey: string };

/**
 * Fills an empty database with something to look at: an organisation with an owner, an API key, a test endpoint and a
 * webhook that leads there. Does nothing, and answers null, where an organisation exists.
 */
export async function seedDemo(): Promise<FirstRun | null> {
  if (!(await needsSetup())) return null;
  const password = randomBytes(12).toString("base64url");
  const { name, email } = DEMO;
  const { orgId, userId } = await createFirstOrganisation({ ...DEMO, password }, OPERATOR);
  const ctx: Ctx = { orgId, userId, role: "owner", actor: { kind: "user", id: userId, name } };
  const { key } = await createApiKey(ctx, { name: "First key" });
  const endpoint = await createTestEndpoint(ctx, { name: "Demo receiver" });
  await createWebhook(ctx, {
    name: "Demo webhook",
    url: endpoint.address,
    subscriptions: ["calendar_event.*", "attendee.*"],
    active: true,
  });
  return { email, password, apiKey: key };
}

/** Emits the catalog's samples in the demo organisation, so that its Jobs page has something to show. */
export async function emitSamples(): Promise<void> {
  const ctx = await demoOwner();
  if (!ctx) return;
  const samples = builtInTypes.filter(({ name }) => /^(calendar_event|attendee)\./.test(name));
  await acceptEvents(
    ctx,
    samples.map(({ name, sample }) => ({ type: name, data: sample })),
  );
}

async function demoOwner(): Promise<Ctx | null> {
  const [row] = await db()
    .select({ orgId: organisations.id, userId: users.id, name: users.name })
    .from(organisations)
    .innerJoin(memberships, and(eq(memberships.orgId, organisations.id), eq(memberships.role, "owner")))
    .innerJoin(users, eq(users.id, memberships.userId))
    .orderBy(asc(organisations.createdAt))
    .limit(1);
  if (!row) return null;
  const actor = { kind: "user", id: row.userId, name: row.name } as const;
  return { orgId: row.orgId as OrgId, userId: row.userId, role: "owner", actor };
}

import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { authenticateApiKey, forgetApiKey } from "./authenticate";
import { listApiKeys } from "./data";
import { createApiKey, revokeApiKey } from "./mutations";
import { hashApiKey, newApiKey } from "./token";

afterAll(closeDb);
beforeEach(() => {
  vi.useRealTimers();
});

const bearer = (key: string) => `Bearer ${key}`;

test("a key speaks for its organisation, as a developer", async () => {
  const { ctx, orgId } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: " Platform " });
  expect(await authenticateApiKey(bearer(key))).toEqual({
    orgId,
    userId: null,
    role: "developer",
    actor: { kind: "api_key", id, name: "Platform" },
  });
});

test("lists show no key, only its first characters", async () => {
  const { ctx, user } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  const keys = await listApiKeys(ctx);
  expect(keys).toMatchObject([
    { id, name: "Platform", prefix: key.slice(0, 10), createdByName: user.name, revokedAt: null },
  ]);
  expect(JSON.stringify(keys)).not.toContain(key.slice(10));
  const [row] = await db().select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(JSON.stringify(row)).not.toContain(key.slice(10));
});

test("a revoked key is refused at once, and stays revoked", async () => {
  const { ctx } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  expect(await authenticateApiKey(bearer(key))).not.toBeNull();
  await revokeApiKey(ctx, id);
  expect(await authenticateApiKey(bearer(key))).toBeNull();
  await expect(revokeApiKey(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  const history = await listAudit(ctx, { kind: "api_key", id });
  expect(history.map(({ action }) => action)).toEqual(["api_key.revoked", "api_key.created"]);
  expect(JSON.stringify(history)).not.toContain(key);
});

test("another process notices within two seconds", async () => {
  const { ctx } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  vi.useFakeTimers({ toFake: ["Date"] });
  expect(await authenticateApiKey(bearer(key))).not.toBeNull();
  await db().update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id));
  vi.advanceTimersByTime(1_900);
  expect(await authenticateApiKey(bearer(key))).not.toBeNull();
  vi.advanceTimersByTime(200);
  expect(await authenticateApiKey(bearer(key))).toBeNull();
});

test("its last use is noted, at most once a minute", async () => {
  const { ctx } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  const lastUse = async () => (await listApiKeys(ctx))[0]?.lastUsedAt ?? null;
  expect(await lastUse()).toBeNull();
  await authenticateApiKey(bearer(key));
  await vi.waitFor(async () => expect(await lastUse()).not.toBeNull());
  const half = new Date(Date.now() - 30_000);
  await db().update(apiKeys).set({ lastUsedAt: half }).where(eq(apiKeys.id, id));
  forgetApiKey(hashApiKey(key));
  await authenticateApiKey(bearer(key));
  expect(await lastUse()).toEqual(half);
});

test("an unknown key is nobody's", async () => {
  expect(await authenticateApiKey(bearer(newApiKey()))).toBeNull();
  expect(await authenticateApiKey(null)).toBeNull();
});

test("another organisation sees and changes nothing", async () => {
  const mine = await createOrg();
  const theirs = await createOrg();
  const { id, key } = await createApiKey(mine.ctx, { name: "Platform" });
  expect(await listApiKeys(theirs.ctx)).toEqual([]);
  await expect(revokeApiKey(theirs.ctx, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await listAudit(theirs.ctx, { kind: "api_key", id })).toEqual([]);
  expect(await authenticateApiKey(bearer(key))).toMatchObject({ orgId: mine.orgId });
});

test("a viewer neither sees nor makes keys", async () => {
  const { orgId, ctx: owner } = await createOrg();
  const { ctx } = await addMember(orgId, "viewer");
  const { id } = await createApiKey(owner, { name: "Platform" });
  await expect(listApiKeys(ctx)).rejects.toMatchObject({ code: "forbidden" });
  await expect(createApiKey(ctx, { name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeApiKey(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
});

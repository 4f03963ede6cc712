import { eq } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { authenticateApiKey } from "./authenticate";
import { listApiKeys } from "./data";
import { createApiKey, revokeApiKey } from "./mutations";
import { newApiKey } from "./token";

afterAll(closeDb);

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

test("a key that another process revoked is refused with the next call", async () => {
  const { ctx } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  expect(await authenticateApiKey(bearer(key))).not.toBeNull();
  // Nothing but the row tells of it.
  await db().update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id));
  expect(await authenticateApiKey(bearer(key))).toBeNull();
});

test("while a key is revoked under load, no call that began after the revocation gets in", async () => {
  const { ctx } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  const other = await createApiKey(ctx, { name: "Other" });
  let revoked = false;
  const late: (object | null)[] = [];
  const callers = Array.from({ length: 20 }, async () => {
    for (let done = false; !done; ) {
      done = revoked;
      const found = await authenticateApiKey(bearer(key));
      if (done) late.push(found);
      expect(await authenticateApiKey(bearer(other.key))).toMatchObject({ actor: { name: "Other" } });
    }
  });
  await revokeApiKey(ctx, id);
  revoked = true;
  await Promise.all(callers);
  expect(late).toEqual(Array(20).fill(null));
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

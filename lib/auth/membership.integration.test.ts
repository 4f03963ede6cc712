import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { memberships } from "@/db/schema";
import { contextFor, createOrg } from "@/scripts/test/fixtures";
import { systemCtx } from "./context";
import { getProfile } from "./membership";

afterAll(closeDb);

test("a role counts as it is now, not as it was", async () => {
  const { orgId, user } = await createOrg({ role: "owner" });
  const own = and(eq(memberships.orgId, orgId), eq(memberships.userId, user.id));
  await db().update(memberships).set({ role: "viewer" }).where(own);
  expect(await contextFor(user.id)).toMatchObject({ orgId, role: "viewer" });
  await db().delete(memberships).where(own);
  expect(await contextFor(user.id)).toBeNull();
});

test("somebody in two organisations works in the one they chose, else in their first", async () => {
  const first = await createOrg({ name: "A first" });
  const second = await createOrg({ name: "B second" });
  await db().insert(memberships).values({ orgId: second.orgId, userId: first.user.id, role: "developer" });

  expect(await contextFor(first.user.id)).toMatchObject({ orgId: first.orgId, role: "owner" });
  const chosen = await contextFor(first.user.id, second.orgId);
  expect(chosen).toMatchObject({ orgId: second.orgId, role: "developer" });
  if (!chosen) return;
  expect(await getProfile(chosen)).toMatchObject({
    organisation: { id: second.orgId },
    organisations: [{ name: "A first" }, { name: "B second" }],
  });
});

test("an organisation one does not belong to cannot be chosen", async () => {
  const mine = await createOrg();
  const theirs = await createOrg();
  expect(await contextFor(mine.user.id, theirs.orgId)).toMatchObject({ orgId: mine.orgId });
  expect(await contextFor(mine.user.id, "not an id")).toMatchObject({ orgId: mine.orgId });
});

test("nobody is nobody", async () => {
  const { orgId } = await createOrg();
  await expect(getProfile(systemCtx(orgId))).rejects.toMatchObject({ code: "not_found" });
});

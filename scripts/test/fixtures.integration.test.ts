import { eq } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { orgCounters } from "@/db/schema";
import { addMember, createDatabase, createOrg } from "./fixtures";

afterAll(closeDb);

test("createOrg makes an owner and a counter that starts at nothing", async () => {
  const { ctx, orgId, user } = await createOrg();
  expect(ctx).toMatchObject({ orgId, userId: user.id, role: "owner", actor: { kind: "user", id: user.id } });
  const counters = await db().select().from(orgCounters).where(eq(orgCounters.orgId, orgId));
  expect(counters).toEqual([{ orgId, lastJobNumber: 0 }]);
});

test("addMember gives a second person another role", async () => {
  const { orgId } = await createOrg();
  const { ctx } = await addMember(orgId, "viewer");
  expect(ctx).toMatchObject({ orgId, role: "viewer" });
});

test("createDatabase gives a migrated database without rows, and drops it", async () => {
  const made = await createDatabase();
  const client = postgres(made.url, { max: 1 });
  const [row] = await client`select count(*)::int as count from organisations`;
  expect(row).toEqual({ count: 0 });
  await client.end();
  await made.drop();
  const gone = postgres(made.url, { max: 1 });
  await expect(gone`select 1`).rejects.toThrow(/does not exist/);
  await gone.end();
});

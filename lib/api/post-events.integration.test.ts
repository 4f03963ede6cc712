import { count, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { apiKeys, events } from "@/db/schema";
import { recallApiKey } from "@/lib/api-keys/authenticate";
import { createApiKey } from "@/lib/api-keys/mutations";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { postEvents } from "./post-events";

afterAll(closeDb);

/** As a platform sends it that gives its events ids. */
const once = { ...attendee("first"), id: "once" };

async function caller() {
  const { ctx, orgId } = await createOrg();
  const { id, key } = await createApiKey(ctx, { name: "Platform" });
  const authorization = `Bearer ${key}`;
  return {
    authorization,
    post: (body: unknown, idempotencyKey?: string) =>
      postEvents({ authorization, idempotencyKey }, async () => Buffer.from(JSON.stringify(body))),
    /** As another process does: nothing but the row tells of it. */
    revoke: () => db().update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id)),
    stored: async () => {
      const [row] = await db().select({ count: count() }).from(events).where(eq(events.orgId, orgId));
      return row?.count;
    },
  };
}

test("a key that was used a moment ago is not looked up, and refused once another process revoked it", async () => {
  const { authorization, post, revoke, stored } = await caller();
  expect(recallApiKey(authorization)).toBeNull();
  expect((await post(once)).status).toBe(202);
  expect(recallApiKey(authorization)).not.toBeNull();
  expect((await post([attendee("second"), attendee("third")])).status).toBe(202);
  expect(await post(once)).toMatchObject({ status: 202 });
  expect(await stored()).toBe(3);

  await revoke();

  expect(recallApiKey(authorization)).not.toBeNull();
  expect((await post(attendee("fourth"))).status).toBe(401);
  expect(await stored()).toBe(3);
  expect(recallApiKey(authorization)).toBeNull();
});

test.each([
  ["that is wrong", { type: "nothing" }, undefined],
  ["that was accepted before", once, undefined],
  ["with an Idempotency-Key", attendee("another"), "key"],
])("what is sent %s with a revoked key is answered 401 alone", async (_what, body, idempotencyKey) => {
  const { post, revoke, stored } = await caller();
  expect((await post(once)).status).toBe(202);
  await revoke();
  expect((await post(body, idempotencyKey)).status).toBe(401);
  expect(await stored()).toBe(1);
});

test("of calls written together, those whose key was revoked are refused and the others are not", async () => {
  const [good, bad] = [await caller(), await caller()];
  await Promise.all([good.post(attendee("a")), bad.post(attendee("a"))]);
  await bad.revoke();
  const calls = Array.from({ length: 20 }, (_, n) => (n % 2 ? good : bad).post(attendee(`e${n}`)));
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses).toEqual(Array.from({ length: 20 }, (_, n) => (n % 2 ? 202 : 401)));
  expect([await good.stored(), await bad.stored()]).toEqual([11, 1]);
});

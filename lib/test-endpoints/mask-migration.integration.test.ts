import { readdirSync, readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { ulid } from "ulid";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/db/client";
import { receivedRequests } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { createWebhook } from "@/lib/webhooks/mutations";
import { createOrg } from "@/scripts/test/fixtures";
import { maskCredentials } from "./mask";
import { createTestEndpoint } from "./mutations";

afterAll(closeDb);

const FOLDER = "db/migrations";
const file = readdirSync(FOLDER).find((name) => name.endsWith("_mask_received.sql")) ?? "";
const migration = readFileSync(`${FOLDER}/${file}`, "utf8");

const name = fc.oneof(
  fc.constantFrom(
    "Authorization",
    "X-Auth",
    "x-author",
    "COOKIE",
    "x-api-key",
    "Idempotency-Key",
    "webhook-signature",
  ),
  fc.constantFrom("X-Pin", "x-pinned", "X-Tenant", "accept", "x-passwd"),
  fc.stringMatching(/^[a-z-]{1,12}$/),
);
const value = fc.oneof(
  fc.constantFrom(
    "Bearer x",
    "bearer ",
    "sk_live_12345678",
    "task_1234567890",
    "sk_short",
    "https://a:b@c",
    "https://a/b:c@d",
  ),
  fc.constantFrom(
    "eyJhbGciOi.eyJz.c2ln",
    "AKIAIOSFODNN7EXAMPLE",
    "é Bearer x",
    "xoxb-1234-5678",
    "",
    "[1]",
    "a\\b",
  ),
  fc.stringMatching(/^[ -~]{0,30}$/),
);
const headers = fc.array(fc.tuple(name, value), { maxLength: 6 });

async function masked(
  ctx: Ctx,
  endpointId: string,
  all: [string, string][][],
): Promise<[string, string][][]> {
  return transaction(async (tx) => {
    await tx.delete(receivedRequests).where(eq(receivedRequests.endpointId, endpointId));
    const row = {
      orgId: ctx.orgId,
      endpointId,
      method: "POST",
      target: "/",
      body: Buffer.from(""),
      signature: "missing" as const,
    };
    await tx
      .insert(receivedRequests)
      .values(all.map((each) => ({ ...row, id: ulid(), headers: each }) as const));
    await tx.execute(sql.raw(migration));
    const rows = await tx
      .select({ headers: receivedRequests.headers })
      .from(receivedRequests)
      .where(eq(receivedRequests.endpointId, endpointId));
    return rows.map((each) => each.headers);
  });
}

it("what was kept before is masked in the database by the very same rules", async () => {
  const { ctx } = await createOrg();
  const { id } = await createTestEndpoint(ctx, { name: "Old" });
  await createWebhook(ctx, {
    name: "CRM",
    url: "http://127.0.0.1:8999/hook",
    subscriptions: ["*"],
    headers: [{ name: "X-Tenant", value: "riverside" }],
  });
  const samples = fc.sample(headers, 2_000);
  const sorted = (lists: [string, string][][]) => lists.map((list) => JSON.stringify(list)).sort();
  const expected = samples.map((each) => maskCredentials(each, new Set(["x-tenant"])));
  expect(sorted(await masked(ctx, id, samples))).toEqual(sorted(expected));
  expect((await db().select().from(receivedRequests).where(eq(receivedRequests.endpointId, id))).length).toBe(
    2_000,
  );
});

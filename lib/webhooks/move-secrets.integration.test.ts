import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { webhookSecrets, webhooks } from "@/db/schema";
import { env } from "@/env";
import { currentSecretPrefix, headerPlace, signingSecretPlace } from "@/lib/secrets";
import { createSecretBox } from "@/lib/secrets/box";
import { sealFirst } from "@/lib/secrets/first-version.testing";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertWebhook } from "@/scripts/test/rows";
import { checkSecrets, moveSecrets, secretsWarning } from "./move-secrets";
import { updateWebhook } from "./mutations";
import { revealSecret } from "./secrets";

// Looks at the values of all organisations: a database of its own.
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

const key = (text: string) => Buffer.from(text, "base64");
const current = () => key(env().HOOKYARD_SECRET_KEY);

const stored = async (id: string) => {
  const [row] = await db().select({ headers: webhooks.headers }).from(webhooks).where(eq(webhooks.id, id));
  return row?.headers ?? [];
};

it("moves every value that is not under the current key, once, and says what no key opens", async () => {
  const { ctx, orgId } = await createOrg();
  const ids: string[] = [];
  // More than one group of each.
  for (let n = 0; n < 230; n++) {
    const headers = [
      { name: "X-A", ciphertext: sealFirst(`a${n}`, current()) },
      { name: "X-B", ciphertext: sealFirst(`b${n}`, current()) },
    ];
    const id = await insertWebhook(ctx, { headers });
    await db()
      .insert(webhookSecrets)
      .values({ orgId, webhookId: id, ciphertext: sealFirst(`whsec_${n}`, current()) });
    ids.push(id);
  }
  const lost = createSecretBox(randomBytes(32));
  const broken = await insertWebhook(ctx);
  const place = headerPlace(orgId, broken, "X-A");
  await db()
    .update(webhooks)
    .set({ headers: [{ name: "X-A", ciphertext: lost.encrypt("gone", place) }] })
    .where(eq(webhooks.id, broken));

  expect(await checkSecrets()).toEqual({ older: 690, unreadable: 1 });
  expect(secretsWarning(await checkSecrets())).toMatch(/^1 stored secrets can't be read/);
  const before = await stored(broken);
  expect(await moveSecrets()).toEqual({ moved: 690, unreadable: 1 });
  expect(await stored(broken)).toEqual(before);
  expect(await moveSecrets()).toEqual({ moved: 0, unreadable: 1 });
  expect(await checkSecrets()).toEqual({ older: 0, unreadable: 1 });

  const box = createSecretBox(current());
  for (const n of [0, 115, 229]) {
    const id = ids[n] ?? "";
    const headers = await stored(id);
    expect(
      headers.map(({ name, ciphertext }) => box.decrypt(ciphertext, headerPlace(orgId, id, name))),
    ).toEqual([`a${n}`, `b${n}`]);
    expect((await revealSecret(ctx, id)).map(({ secret }) => secret)).toEqual([`whsec_${n}`]);
  }
  await db().delete(webhooks).where(eq(webhooks.id, broken));
  expect(secretsWarning(await checkSecrets())).toBeNull();
});

it("says so when the key is another one than what all was made with", async () => {
  const { ctx, orgId } = await createOrg();
  const id = await insertWebhook(ctx);
  const values = { orgId, webhookId: id, ciphertext: sealFirst("whsec_1", randomBytes(32)) };
  await db().insert(webhookSecrets).values(values);
  expect((await checkSecrets()).unreadable).toBe(1);
  await db().delete(webhookSecrets).where(eq(webhookSecrets.webhookId, id));
});

it("reads what was not moved yet, and writes a kept header's neighbours anew", async () => {
  const { ctx, orgId } = await createOrg();
  const id = await insertWebhook(ctx, { headers: [{ name: "X-A", ciphertext: sealFirst("a", current()) }] });
  await updateWebhook(ctx, id, {
    headers: [
      { name: "x-a", keep: true },
      { name: "X-B", value: "b" },
    ],
  });
  const [kept, fresh] = await stored(id);
  expect([kept?.ciphertext.slice(0, 3), fresh?.ciphertext.startsWith(currentSecretPrefix())]).toEqual([
    "v1.",
    true,
  ]);
  expect(await moveSecrets()).toEqual({ moved: 1, unreadable: 0 });
  const [moved] = await stored(id);
  expect(createSecretBox(current()).decrypt(moved?.ciphertext ?? "", headerPlace(orgId, id, "X-A"))).toBe(
    "a",
  );
});

it("does not open a value that was copied to another webhook, header or column", async () => {
  const { ctx, orgId } = await createOrg();
  const [from, to] = [await insertWebhook(ctx), await insertWebhook(ctx)];
  const box = createSecretBox(current());
  const copied = box.encrypt("Bearer 1", headerPlace(orgId, from, "Authorization"));
  await db().insert(webhookSecrets).values({ orgId, webhookId: to, ciphertext: copied });
  await expect(revealSecret(ctx, to)).rejects.toThrow(/moved to another row/);
  for (const place of [headerPlace(orgId, to, "Authorization"), signingSecretPlace(orgId, from, from)]) {
    expect(() => box.decrypt(copied, place)).toThrow(/moved to another row/);
  }
});

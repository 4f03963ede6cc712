import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, db, transaction } from "@/db/client";
import { deliveryStats, webhookSecrets, webhooks } from "@/db/schema";
import { sign } from "@/lib/delivery/message/sign";
import { decryptSecret, headerPlace, signingSecretPlace } from "@/lib/secrets";
import { addMember, createOrg, type TestOrg } from "@/scripts/test/fixtures";
import { insertAttempt, insertJob, insertWebhook } from "@/scripts/test/rows";
import { listWebhooks } from "./data";
import { duplicateWebhook } from "./duplicate";
import { listRecentFailures } from "./failures";
import { listHistory } from "./history";
import { createWebhook, updateWebhook } from "./mutations";
import { checkSignature } from "./signing/check";
import { listHourStats } from "./stats";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = await Promise.all([createOrg(), createOrg()]);
});

afterAll(closeDb);

const HOUR_MS = 3_600_000;
const hourAgo = (ago: number) => new Date((Math.floor(Date.now() / HOUR_MS) - ago) * HOUR_MS);

async function count(webhookId: string, ago: number, succeeded: number, failed: number) {
  const latency = Array(12).fill(0);
  const row = { orgId: org.orgId, webhookId, hour: hourAgo(ago), succeeded, failed, attempts: 0, latency };
  await transaction((tx) => tx.insert(deliveryStats).values(row));
}

const input = { name: "CRM", url: "http://127.0.0.1:8999/hook", subscriptions: ["attendee.*"] };

describe("statistics", () => {
  test("the list has each webhook's last 24 hours, newest first, and no older ones", async () => {
    const id = await insertWebhook(org.ctx);
    await count(id, 24, 50, 0);
    await count(id, 23, 3, 1);
    await count(id, 0, 2, 0);
    const row = (await listWebhooks(org.ctx)).find((webhook) => webhook.id === id);
    expect(row?.hours).toEqual([
      { ago: 0, succeeded: 2, failed: 0 },
      { ago: 23, succeeded: 3, failed: 1 },
    ]);
    expect(row?.lastDay).toEqual({ succeeded: 5, failed: 1 });
  });

  test("a webhook's hours, oldest first, for its own organisation alone", async () => {
    const id = await insertWebhook(org.ctx);
    await count(id, 200, 1, 0);
    await count(id, 5, 0, 2);
    await count(id, 30, 4, 0);
    const stats = await listHourStats(org.ctx, id, 7 * 24);
    expect(stats.map(({ succeeded, failed }) => [succeeded, failed])).toEqual([
      [4, 0],
      [0, 2],
    ]);
    expect(await listHourStats(other.ctx, id, 7 * 24)).toEqual([]);
  });
});

describe("recent failures", () => {
  test("say why the last try failed; successes and other organisations' are left out", async () => {
    const id = await insertWebhook(org.ctx);
    await insertJob(org.ctx, { number: 9001, webhookId: id, status: "succeeded", attemptCount: 1 });
    await insertAttempt(org.ctx, { jobNumber: 9001, number: 1, responseStatus: 200 });
    await insertJob(org.ctx, { number: 9002, webhookId: id, status: "failed", attemptCount: 2 });
    await insertAttempt(org.ctx, {
      jobNumber: 9002,
      number: 1,
      errorClass: "dns",
      errorMessage: "Not found.",
    });
    const last = {
      jobNumber: 9002,
      number: 2,
      responseStatus: 500,
      errorClass: "status",
      errorMessage: "It answered 500.",
    };
    await insertAttempt(org.ctx, last);
    expect(await listRecentFailures(org.ctx, id)).toMatchObject([
      { number: 9002, status: "failed", responseStatus: 500, message: "It answered 500." },
    ]);
    expect(await listRecentFailures(other.ctx, id)).toEqual([]);
  });

  test("are shown by when they were tried, not by their number", async () => {
    const id = await insertWebhook(org.ctx);
    for (const [number, minutesAgo] of [
      [9011, 1],
      [9012, 30],
      [9013, 10],
    ] as const) {
      await insertJob(org.ctx, { number, webhookId: id, status: "failed", attemptCount: 1 });
      const startedAt = new Date(Date.now() - minutesAgo * 60_000);
      await insertAttempt(org.ctx, { jobNumber: number, number: 1, errorClass: "timeout", startedAt });
    }
    const numbers = (await listRecentFailures(org.ctx, id)).map(({ number }) => number);
    expect(numbers).toEqual([9011, 9013, 9012]);
  });
});

describe("history", () => {
  test("says who changed what, page by page, and never a secret", async () => {
    const { id } = await createWebhook(org.ctx, {
      ...input,
      headers: [{ name: "X-Key", value: "hush-hush" }],
    });
    await updateWebhook(org.ctx, id, { name: "CRM 2" });
    await updateWebhook(org.ctx, id, { headers: [{ name: "X-Key", value: "new-hush" }] });
    const first = await listHistory(org.ctx, id, { limit: 2 });
    expect(first.entries.map(({ changes }) => changes)).toEqual([
      [{ label: "Headers", before: "X-Key", after: "+ X-Key (new value)" }],
      [{ label: "Name", before: "CRM", after: "CRM 2" }],
    ]);
    expect(first.entries[0]).toMatchObject({
      who: org.user.name,
      whoKind: "user",
      did: "changed the settings",
    });
    const second = await listHistory(org.ctx, id, { limit: 2, before: first.nextBefore ?? 0 });
    expect(second).toMatchObject({ entries: [{ did: "created the webhook" }], nextBefore: null });
    expect(JSON.stringify([first, second])).not.toContain("hush");
  });

  test("is not found by another organisation", async () => {
    const id = await insertWebhook(org.ctx);
    await expect(listHistory(other.ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("duplicating", () => {
  test("copies the settings, header values included; the copy is inactive and has a secret of its own", async () => {
    const headers = [{ name: "Authorization", value: "Bearer 1" }];
    const original = await createWebhook(org.ctx, { ...input, headers, lifecycle: "self_provisioned" });
    const copy = await duplicateWebhook(org.ctx, original.id);
    expect(copy).toMatchObject({
      name: "CRM copy",
      url: input.url,
      status: "inactive",
      lifecycle: "managed",
      headerNames: ["Authorization"],
    });
    const rows = await db().select().from(webhooks).where(eq(webhooks.id, copy.id));
    const place = headerPlace(org.orgId, copy.id, "Authorization");
    expect(decryptSecret(rows[0]?.headers[0]?.ciphertext ?? "", place)).toBe("Bearer 1");
    expect(await secretOf(copy.id)).not.toBe(await secretOf(original.id));
  });

  test("a long name stays within its limit", async () => {
    const id = await insertWebhook(org.ctx, { name: "n".repeat(100) });
    expect((await duplicateWebhook(org.ctx, id)).name).toHaveLength(100);
  });

  test("is refused to viewers and other organisations", async () => {
    const id = await insertWebhook(org.ctx);
    const { ctx: viewer } = await addMember(org.orgId, "viewer");
    await expect(duplicateWebhook(viewer, id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(duplicateWebhook(other.ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("checking a pasted signature", () => {
  test("uses the webhook's own secret, for members of its organisation alone", async () => {
    const { id } = await createWebhook(org.ctx, input);
    const secret = await secretOf(id);
    const at = Math.floor(Date.now() / 1000);
    const messageId = `msg_01HZY3V8K2Q4W6E8R0T2Y4V6K8_${id}`;
    const signature = sign({ id: messageId, timestampSeconds: at, body: "{}", secrets: [secret] });
    const headers = `webhook-id: ${messageId}\nwebhook-timestamp: ${at}\nwebhook-signature: ${signature}`;
    expect(await checkSignature(org.ctx, { id, headers, body: "{}" })).toMatchObject({ ok: true });
    expect(await checkSignature(org.ctx, { id, headers, body: "{ }!" })).toMatchObject({ ok: false });
    const asked = checkSignature(other.ctx, { id, headers, body: "{}" });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });
  });
});

async function secretOf(webhookId: string): Promise<string> {
  const [row] = await db().select().from(webhookSecrets).where(eq(webhookSecrets.webhookId, webhookId));
  return decryptSecret(row?.ciphertext ?? "", signingSecretPlace(org.orgId, webhookId, row?.id ?? ""));
}

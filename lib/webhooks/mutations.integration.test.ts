import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { deletedWebhooks, events, lanes, webhookSecrets, webhooks } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { getJob } from "@/lib/jobs/data";
import { decryptSecret, headerPlace, signingSecretPlace } from "@/lib/secrets";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { insertJob } from "@/scripts/test/rows";
import { findWebhook, getWebhook, listWebhookNames, listWebhooks } from "./data";
import { createWebhook, deleteWebhook, setWebhookActive, updateWebhook } from "./mutations";
import type { WebhookInput } from "./schema";
import { revealSecret } from "./secrets";

afterAll(closeDb);

const input = (values: Partial<WebhookInput> = {}): WebhookInput => ({
  name: "CRM",
  url: "http://127.0.0.1:8999/hook",
  subscriptions: ["attendee.*"],
  ...values,
});

const faultsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => [],
    (error: { faults?: { path: string; message: string }[] }) => error.faults ?? [],
  );

const recordOf = async (id: string) => (await db().select().from(webhooks).where(eq(webhooks.id, id)))[0];
const typesOf = async ({ orgId }: Ctx) =>
  (await db().select().from(events).where(eq(events.orgId, orgId)).orderBy(events.id))
    .map(({ type }) => type)
    .filter((type) => type.startsWith("webhook."));

describe("createWebhook", () => {
  it("makes the webhook with its lane, its secret and an audit row", async () => {
    const { ctx } = await createOrg();
    const webhook = await createWebhook(ctx, input());
    expect(webhook).toMatchObject({ name: "CRM", status: "inactive", lifecycle: "managed", headerNames: [] });
    const own = await db().select().from(lanes).where(eq(lanes.webhookId, webhook.id));
    expect(own).toHaveLength(1);
    const secrets = await db().select().from(webhookSecrets).where(eq(webhookSecrets.webhookId, webhook.id));
    const place = signingSecretPlace(ctx.orgId, webhook.id, secrets[0]?.id ?? "");
    expect(decryptSecret(secrets[0]?.ciphertext ?? "", place)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [audit] = await listAudit(ctx, { kind: "webhook", id: webhook.id });
    expect(audit).toMatchObject({ action: "webhook.created", targetName: "CRM" });
  });

  it("starts as it is told, and a self-provisioned one active", async () => {
    const { ctx } = await createOrg();
    expect((await createWebhook(ctx, input({ active: true }))).status).toBe("active");
    expect((await createWebhook(ctx, input({ lifecycle: "self_provisioned" }))).status).toBe("active");
  });

  it("encrypts header values and tells their names alone", async () => {
    const { ctx } = await createOrg();
    const headers = [{ name: "Authorization", value: "Bearer very-secret" }];
    const webhook = await createWebhook(ctx, input({ headers }));
    expect(webhook.headerNames).toEqual(["Authorization"]);
    expect(JSON.stringify(webhook)).not.toContain("very-secret");
    const [stored] = (await recordOf(webhook.id))?.headers ?? [];
    expect(stored?.ciphertext).not.toContain("very-secret");
    const place = headerPlace(ctx.orgId, webhook.id, "Authorization");
    expect(decryptSecret(stored?.ciphertext ?? "", place)).toBe("Bearer very-secret");
  });

  it.each([
    ["ftp://example.org", /https/],
    ["http://me:pw@127.0.0.1/", /user name and password/],
    ["http://10.1.2.3/", /10\.1\.2\.3/],
    ["http://169.254.169.254/latest/meta-data", /169\.254/],
    ["http://[::ffff:10.0.0.1]/", /10\.0\.0\.1|ffff/],
  ])("refuses the address %s at its field", async (url, reason) => {
    const { ctx } = await createOrg();
    const faults = await faultsOf(createWebhook(ctx, input({ url })));
    expect(faults).toEqual([{ path: "url", message: expect.stringMatching(reason) }]);
    expect(await listWebhooks(ctx)).toEqual([]);
  });

  it("refuses patterns that match nothing, with the nearest names", async () => {
    const { ctx } = await createOrg();
    const faults = await faultsOf(
      createWebhook(ctx, input({ subscriptions: ["*", "atendee.created", "a.*.b"] })),
    );
    expect(faults.map(({ path }) => path)).toEqual(["subscriptions.1", "subscriptions.2"]);
    expect(faults[0]?.message).toContain("attendee.created");
  });

  it("is refused to a viewer", async () => {
    const { ctx } = await createOrg({ role: "viewer" });
    await expect(createWebhook(ctx, input())).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("updateWebhook", () => {
  it("changes what is given alone and keeps a record of it", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(
      ctx,
      input({ headers: [{ name: "X-Key", value: "a" }], timeoutMs: 5000 }),
    );
    const before = await recordOf(id);
    const after = await updateWebhook(ctx, id, { name: "CRM 2", subscriptions: ["attendee.created"] });
    expect(after).toMatchObject({ name: "CRM 2", timeoutMs: 5000, headerNames: ["X-Key"] });
    expect((await recordOf(id))?.headers).toEqual(before?.headers);
    const [audit] = await listAudit(ctx, { kind: "webhook", id });
    expect(audit).toMatchObject({
      action: "webhook.updated",
      changes: { name: ["CRM", "CRM 2"], subscriptions: [["attendee.*"], ["attendee.created"]] },
    });
  });

  it("replaces, keeps and removes headers, and the log shows names alone", async () => {
    const { ctx } = await createOrg();
    const headers = ["A", "B", "C"].map((name) => ({ name: `X-${name}`, value: `old-${name}` }));
    const { id } = await createWebhook(ctx, input({ headers }));
    await updateWebhook(ctx, id, {
      headers: [
        { name: "x-b", keep: true },
        { name: "X-A", value: "new-A" },
      ],
    });
    const stored = (await recordOf(id))?.headers.map(({ name, ciphertext }) => [
      name,
      decryptSecret(ciphertext, headerPlace(ctx.orgId, id, name)),
    ]);
    expect(stored).toEqual([
      ["x-b", "old-B"],
      ["X-A", "new-A"],
    ]);
    const [audit] = await listAudit(ctx, { kind: "webhook", id });
    expect(audit?.changes).toEqual({
      headers: [
        ["X-A", "X-B", "X-C"],
        ["x-b", "X-A (new value)"],
      ],
    });
    const faults = await faultsOf(updateWebhook(ctx, id, { headers: [{ name: "X-D", keep: true }] }));
    expect(faults).toEqual([{ path: "headers.0.value", message: "X-D has no value yet: give one." }]);
  });

  it("checks the whole, and does not look again at what was there before", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, input());
    const url = "https://gone.invalid/hook";
    await db()
      .update(webhooks)
      .set({ url, subscriptions: ["own.gone"] })
      .where(eq(webhooks.id, id));
    expect(await updateWebhook(ctx, id, { name: "Renamed", url })).toMatchObject({ name: "Renamed", url });
    expect(await faultsOf(updateWebhook(ctx, id, { format: "template" }))).toMatchObject([
      { path: "template" },
    ]);
    expect(await faultsOf(updateWebhook(ctx, id, { url: "http://10.0.0.1/" }))).toMatchObject([
      { path: "url" },
    ]);
  });

  it("switches it on and off with the same save", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, input());
    expect((await updateWebhook(ctx, id, { active: true })).status).toBe("active");
    expect((await updateWebhook(ctx, id, { name: "Other" })).status).toBe("active");
    expect((await updateWebhook(ctx, id, { active: false })).status).toBe("inactive");
    expect((await updateWebhook(ctx, id, { lifecycle: "self_provisioned" })).status).toBe("active");
    expect(await typesOf(ctx)).toEqual(["webhook.activated", "webhook.deactivated", "webhook.activated"]);
  });

  it("writes nothing when nothing changes", async () => {
    const { ctx } = await createOrg();
    const before = await createWebhook(ctx, input());
    expect(await updateWebhook(ctx, before.id, input())).toEqual(before);
    expect(await listAudit(ctx, { kind: "webhook", id: before.id })).toHaveLength(1);
  });
});

describe("setWebhookActive", () => {
  it("cancels what waits when it is deactivated, and says why", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, input({ active: true }));
    const other = await createWebhook(ctx, input({ active: true }));
    await insertJob(ctx, { number: 1, webhookId: id, status: "queued" });
    await insertJob(ctx, { number: 2, webhookId: id, status: "retrying" });
    await insertJob(ctx, { number: 3, webhookId: id, status: "running" });
    await insertJob(ctx, { number: 4, webhookId: other.id, status: "queued" });
    await setWebhookActive(ctx, id, false);
    const cancelled = { status: "cancelled", reason: "The webhook was deactivated", nextTryAt: null };
    expect(await getJob(ctx, 1)).toMatchObject(cancelled);
    expect(await getJob(ctx, 2)).toMatchObject(cancelled);
    expect(await getJob(ctx, 3)).toMatchObject({ status: "running" });
    expect(await getJob(ctx, 4)).toMatchObject({ status: "queued" });
  });

  it("takes the reason away when a disabled one is activated again", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, input());
    await db()
      .update(webhooks)
      .set({ status: "disabled", statusReason: "Job 7 failed", statusJobNumber: 7 })
      .where(eq(webhooks.id, id));
    expect(await setWebhookActive(ctx, id, true)).toMatchObject({
      status: "active",
      statusReason: null,
      statusJobNumber: null,
    });
  });

  it("refuses a self-provisioned one", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, input({ lifecycle: "self_provisioned" }));
    await expect(setWebhookActive(ctx, id, false)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("deleteWebhook", () => {
  it("leaves its name with its jobs and cancels those that wait", async () => {
    const { ctx, orgId } = await createOrg();
    const { id } = await createWebhook(ctx, input({ active: true }));
    await insertJob(ctx, { number: 1, webhookId: id, status: "retrying" });
    await insertJob(ctx, { number: 2, webhookId: id, status: "succeeded" });
    await deleteWebhook(ctx, id);
    expect(await findWebhook(ctx, id)).toBeNull();
    expect(await getJob(ctx, 1)).toMatchObject({
      status: "cancelled",
      reason: "The webhook was deleted",
      webhook: { name: "CRM", deletedAt: expect.any(String) },
    });
    expect((await getJob(ctx, 2)).status).toBe("succeeded");
    const left = await db().select().from(deletedWebhooks).where(eq(deletedWebhooks.orgId, orgId));
    expect(left).toMatchObject([{ id, name: "CRM" }]);
    expect(await typesOf(ctx)).toEqual(["webhook.deleted"]);
  });
});

describe("reads", () => {
  it("lists by name, searched and by status", async () => {
    const { ctx } = await createOrg();
    await createWebhook(ctx, input({ name: "b", active: true }));
    await createWebhook(ctx, input({ name: "A", url: "http://127.0.0.1:8999/100%_sure" }));
    const names = async (filter = {}) => (await listWebhooks(ctx, filter)).map(({ name }) => name);
    expect(await names()).toEqual(["A", "b"]);
    expect((await listWebhookNames(ctx)).map(({ name }) => name)).toEqual(["A", "b"]);
    expect(await names({ status: "active" })).toEqual(["b"]);
    expect(await names({ search: "100%_" })).toEqual(["A"]);
    expect(await names({ search: "HOOK" })).toEqual(["b"]);
  });

  it("reveals the secret to those allowed, and keeps that they looked", async () => {
    const { ctx, orgId } = await createOrg();
    const { id } = await createWebhook(ctx, input());
    const viewer = await addMember(orgId, "viewer");
    await expect(revealSecret(viewer.ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await revealSecret(ctx, id)).toEqual([
      { secret: expect.stringMatching(/^whsec_/), createdAt: expect.any(String), expiresAt: null },
    ]);
    const [audit] = await listAudit(ctx, { kind: "webhook", id });
    expect(audit).toMatchObject({ action: "webhook.secret_revealed", changes: {} });
  });

  it("finds and changes nothing of another organisation", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id } = await createWebhook(theirs.ctx, input({ active: true }));
    const missing = { code: "not_found" };
    expect(await listWebhooks(mine.ctx)).toEqual([]);
    expect(await listWebhookNames(mine.ctx)).toEqual([]);
    expect(await findWebhook(mine.ctx, id)).toBeNull();
    await expect(getWebhook(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(revealSecret(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(updateWebhook(mine.ctx, id, { name: "Mine" })).rejects.toMatchObject(missing);
    await expect(setWebhookActive(mine.ctx, id, false)).rejects.toMatchObject(missing);
    await expect(deleteWebhook(mine.ctx, id)).rejects.toMatchObject(missing);
    expect(await getWebhook(theirs.ctx, id)).toMatchObject({ name: "CRM", status: "active" });
  });

  it.each(["nonsense", randomUUID()])("finds no webhook %s", async (id) => {
    const { ctx } = await createOrg();
    await expect(getWebhook(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });
});

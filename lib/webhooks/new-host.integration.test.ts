import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { webhooks } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { ROLES } from "@/lib/auth/permissions";
import { decryptSecret, headerPlace } from "@/lib/secrets";
import { createTestEndpoint } from "@/lib/test-endpoints/mutations";
import { addMember, createOrg, type TestOrg } from "@/scripts/test/fixtures";
import { duplicateWebhook } from "./duplicate";
import { createWebhook, updateWebhook } from "./mutations";
import { GIVE_AGAIN } from "./new-host";
import { previewRequest } from "./preview";
import { previewSettings } from "./preview-settings";

afterAll(closeDb);

const HOME = "http://127.0.0.1:8999/hook";
const AWAY = "http://127.0.0.1:8998/hook";
const headers = [
  { name: "Authorization", value: "Bearer very-secret" },
  { name: "X-Tenant", value: "riverside" },
];
const kept = headers.map(({ name }) => ({ name, keep: true as const }));
const wanted = (...indexes: number[]) => ({
  code: "invalid",
  faults: indexes.map((index) => ({ path: `headers.${index}.value`, message: GIVE_AGAIN })),
});

let org: TestOrg;
let id: string;
beforeEach(async () => {
  org = await createOrg();
  id = (await createWebhook(org.ctx, { name: "CRM", url: HOME, subscriptions: ["attendee.*"], headers })).id;
});

async function stored(webhookId = id) {
  const [row] = await db().select().from(webhooks).where(eq(webhooks.id, webhookId));
  const values = row?.headers.map(({ name, ciphertext }) => [
    name,
    decryptSecret(ciphertext, headerPlace(org.orgId, webhookId, name)),
  ]);
  return { url: row?.url, values: Object.fromEntries(values ?? []) };
}

const unchanged = {
  url: HOME,
  values: { Authorization: "Bearer very-secret", "X-Tenant": "riverside" },
};

describe("a new host", () => {
  it("gets no saved value, however the change is written", async () => {
    const endpoint = await createTestEndpoint(org.ctx, { name: "Inbox" });
    for (const url of [AWAY, endpoint.address, "http://[::1]:8999/hook"]) {
      await expect(updateWebhook(org.ctx, id, { url })).rejects.toMatchObject(wanted(0, 1));
      await expect(updateWebhook(org.ctx, id, { url, headers: kept })).rejects.toMatchObject(wanted(0, 1));
      const lower = kept.map(({ name, keep }) => ({ name: name.toLowerCase(), keep }));
      await expect(updateWebhook(org.ctx, id, { url, headers: lower })).rejects.toMatchObject(wanted(0, 1));
      const mixed = [{ name: "X-Tenant", value: "elsewhere" }, ...kept.slice(0, 1)];
      await expect(updateWebhook(org.ctx, id, { url, headers: mixed })).rejects.toMatchObject(wanted(1));
      const patch = { url, name: "Renamed", keepForNewHost: false };
      await expect(updateWebhook(org.ctx, id, patch)).rejects.toMatchObject(wanted(0, 1));
    }
    expect(await stored()).toEqual(unchanged);
  });

  it("gets those that are given again, and those alone", async () => {
    await updateWebhook(org.ctx, id, {
      url: AWAY,
      headers: [{ name: "Authorization", value: "Bearer other" }],
    });
    expect(await stored()).toEqual({ url: AWAY, values: { Authorization: "Bearer other" } });
    // What was left out is gone: it does not come back with the old address.
    const back = updateWebhook(org.ctx, id, {
      url: HOME,
      headers: [
        { name: "Authorization", value: "Bearer very-secret" },
        { name: "X-Tenant", keep: true },
      ],
    });
    await expect(back).rejects.toMatchObject({ code: "invalid" });
  });

  it("is none where only the path, the name's case or a default port differ", async () => {
    await updateWebhook(org.ctx, id, { url: "HTTP://127.0.0.1:8999/other?x=1" });
    expect((await stored()).values).toEqual(unchanged.values);
  });

  it("is no matter to a webhook without headers", async () => {
    const plain = await createWebhook(org.ctx, { name: "Plain", url: HOME, subscriptions: ["*"] });
    expect((await updateWebhook(org.ctx, plain.id, { url: AWAY })).url).toBe(AWAY);
  });

  it("gets no value of a copy either: a copy keeps its values, under the same rule", async () => {
    const copy = await duplicateWebhook(org.ctx, id);
    expect(await stored(copy.id)).toEqual(unchanged);
    await expect(updateWebhook(org.ctx, copy.id, { url: AWAY })).rejects.toMatchObject(wanted(0, 1));
    await updateWebhook(org.ctx, copy.id, { url: AWAY, headers: [] });
    expect(await stored(copy.id)).toEqual({ url: AWAY, values: {} });
  });

  it("gets them on somebody's word, which the audit log keeps as an action of its own", async () => {
    await updateWebhook(org.ctx, id, { url: AWAY, keepForNewHost: true });
    expect(await stored()).toEqual({ ...unchanged, url: AWAY });
    const actions = await listAudit(org.ctx, { kind: "webhook", id });
    const [along] = actions.filter(({ action }) => action === "webhook.headers_taken_along");
    expect(along).toMatchObject({
      actorName: org.user.name,
      changes: {
        host: ["http://127.0.0.1:8999", "http://127.0.0.1:8998"],
        headers: [[], ["Authorization", "X-Tenant"]],
      },
    });
    expect(JSON.stringify(actions)).not.toContain("very-secret");
    // Without a new host, or with nothing to take along, there is nothing to say.
    await updateWebhook(org.ctx, id, { name: "Renamed", keepForNewHost: true });
    await updateWebhook(org.ctx, id, { url: HOME, headers: [], keepForNewHost: true });
    const after = await listAudit(org.ctx, { kind: "webhook", id });
    expect(after.filter(({ action }) => action === along?.action)).toHaveLength(1);
  });

  it.each(ROLES)("as a role may, %s", async (role) => {
    const { ctx } = await addMember(org.orgId, role);
    const patch = { url: AWAY, keepForNewHost: true };
    const change = updateWebhook(ctx, id, patch);
    if (role === "viewer") await expect(change).rejects.toMatchObject({ code: "forbidden" });
    else expect((await change).url).toBe(AWAY);
  });

  it("is decided by what is stored when it is saved, not by what was seen before", async () => {
    const results = await Promise.allSettled([
      updateWebhook(org.ctx, id, { url: AWAY, headers: [{ name: "Authorization", value: "Bearer away" }] }),
      updateWebhook(org.ctx, id, {
        url: "http://127.0.0.1:8999/x",
        headers: [{ name: "Authorization", keep: true }],
      }),
    ]);
    const { url, values } = await stored();
    // The other's value never goes along: either it was at home all the time, or the second was refused.
    if (url === AWAY) expect(values).toEqual({ Authorization: "Bearer away" });
    else expect(values.Authorization).toBe("Bearer very-secret");
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
  });

  it("is not found by another organisation", async () => {
    const other = await createOrg();
    const change = updateWebhook(other.ctx, id, { url: AWAY, keepForNewHost: true });
    await expect(change).rejects.toMatchObject({ code: "not_found" });
  });
});

it("a preview shows no saved value, whatever its address and the names of its rows", async () => {
  const shown = async (ctx: Ctx) =>
    previewRequest(
      ctx,
      previewSettings.parse({
        id,
        url: AWAY,
        format: "template",
        template: '{"a": {{ event | json }}}',
        headers: [...kept, { name: "webhook-x", keep: true }, { name: "content-type", keep: true }],
        subscriptions: ["attendee.*"],
      }),
      { type: "attendee.created" },
    );
  expect(JSON.stringify(await shown(org.ctx))).not.toMatch(/very-secret|riverside/);
});

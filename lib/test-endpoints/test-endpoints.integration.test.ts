import { randomBytes, randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { receivedRequests } from "@/db/schema";
import { env } from "@/env";
import type { Ctx } from "@/lib/auth/context";
import { MASK } from "@/lib/delivery/message/header-rules";
import { sign } from "@/lib/delivery/message/sign";
import { createWebhook, deleteWebhook } from "@/lib/webhooks/mutations";
import { revealSecret } from "@/lib/webhooks/secrets";
import { createOrg } from "@/scripts/test/fixtures";
import { getRequest, getTestEndpoint, listRequests, listTestEndpoints } from "./data";
import { clearRequests, createTestEndpoint, deleteTestEndpoint } from "./mutations";
import { type IncomingRequest, receiveRequest } from "./receive";
import { KEPT_BODY_BYTES } from "./schema";
import { lookUpEndpoint, rememberedEndpoint } from "./tokens";

afterAll(closeDb);

const request = (values: Partial<IncomingRequest> = {}): IncomingRequest => ({
  method: "POST",
  target: "/api/inbox/x?a=1",
  headers: [["content-type", "application/json"]],
  body: Buffer.from("{}"),
  cut: false,
  ...values,
});

/** As the route does it. */
async function receive(token: string, incoming: IncomingRequest): Promise<boolean> {
  const remembered = rememberedEndpoint(token);
  const endpoint = remembered === undefined ? await lookUpEndpoint(token) : remembered;
  return endpoint ? receiveRequest(endpoint, incoming) : false;
}

const tokenOf = (address: string) => address.split("/").at(-1) ?? "";

async function endpointOf(ctx: Ctx) {
  const endpoint = await createTestEndpoint(ctx, { name: "Inbox" });
  return { ...endpoint, token: tokenOf(endpoint.address) };
}

describe("test endpoints", () => {
  it("have an address of their own on this server", async () => {
    const { ctx } = await createOrg();
    const [a, b] = [await endpointOf(ctx), await endpointOf(ctx)];
    expect(a.address).toBe(`${env().HOOKYARD_PUBLIC_URL}/api/inbox/${a.token}`);
    expect(a.token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(b.token).not.toBe(a.token);
    expect((await listTestEndpoints(ctx)).map(({ id }) => id)).toEqual([b.id, a.id]);
  });

  it("keep what they receive, byte for byte", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    const body = Buffer.from([0x00, 0xff, 0x41]);
    expect(await receive(token, request({ method: "PUT", body }))).toBe(true);
    const [row] = await listRequests(ctx, id);
    expect(row).toMatchObject({ method: "PUT", target: "/api/inbox/x?a=1", bytes: 3, signature: "missing" });
    expect(await getRequest(ctx, id, row?.id ?? "")).toMatchObject({
      headers: [["content-type", "application/json"]],
      body: { encoding: "base64", content: body.toString("base64"), bytes: 3 },
      cut: false,
    });
    const [listed] = await listTestEndpoints(ctx);
    expect(listed).toMatchObject({ requestCount: 1, lastRequestAt: row?.receivedAt });
  });

  it("keep the newest hundred", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    const other = await endpointOf(ctx);
    await receive(other.token, request());
    for (let n = 1; n <= 103; n++) await receive(token, request({ target: `/${n}` }));
    const targets = (await listRequests(ctx, id)).map(({ target }) => target);
    expect(targets).toHaveLength(100);
    expect([targets[0], targets[99]]).toEqual(["/103", "/4"]);
    expect(await listRequests(ctx, other.id)).toHaveLength(1);
  });

  it("keep 8 MB of bodies, the newest, and not one row in many more than they say", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    const body = Buffer.alloc(KEPT_BODY_BYTES, 7);
    for (let n = 1; n <= 45; n++) await receive(token, request({ target: `/${n}`, body }));
    const rows = await db()
      .select({ target: receivedRequests.target })
      .from(receivedRequests)
      .where(eq(receivedRequests.endpointId, id))
      .orderBy(desc(receivedRequests.id));
    // 32 fit, and up to 4 more come between one deletion and the next.
    expect(rows.length).toBeGreaterThanOrEqual(32);
    expect(rows.length).toBeLessThan(32 + 4);
    expect(rows[0]?.target).toBe("/45");
  });

  it("mask what looks like a credential, and what the organisation's webhooks send, before it is kept", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id, token } = await endpointOf(mine.ctx);
    const headers = [{ name: "X-Tenant", value: "riverside" }];
    const url = "http://127.0.0.1:8999/hook";
    await createWebhook(mine.ctx, { name: "CRM", url, subscriptions: ["*"], headers });
    const other = [{ name: "X-Colour", value: "blue" }];
    await createWebhook(theirs.ctx, { name: "CRM", url, subscriptions: ["*"], headers: other });
    const sent: [string, string][] = [
      ["Authorization", "Bearer very-secret"],
      ["x-tenant", "riverside"],
      ["x-colour", "blue"],
      ["x-odd", "sk_live_0123456789abcdef"],
      ["webhook-signature", "v1,abc="],
    ];
    await receive(token, request({ headers: sent, body: Buffer.from("Bearer stays") }));
    const [row] = await db().select().from(receivedRequests).where(eq(receivedRequests.endpointId, id));
    expect(row?.headers).toEqual([
      ["Authorization", MASK],
      ["x-tenant", MASK],
      ["x-colour", "blue"],
      ["x-odd", MASK],
      ["webhook-signature", "v1,abc="],
    ]);
    expect(row?.body.toString()).toBe("Bearer stays");
  });

  it("are found once, and a token that nobody has is not looked up again and again", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    expect(rememberedEndpoint(token)).toBeUndefined();
    await lookUpEndpoint(token);
    expect(rememberedEndpoint(token)).toEqual({ id, orgId: ctx.orgId, token });
    const unknown = randomBytes(16).toString("base64url");
    expect(rememberedEndpoint(unknown)).toBeUndefined();
    expect(await lookUpEndpoint(unknown)).toBeNull();
    expect(rememberedEndpoint(unknown)).toBeNull();
    for (const text of ["", "wrong", "\u0000", `${token}a`, `${token}/`]) {
      expect(rememberedEndpoint(text)).toBeNull();
    }
  });

  it("verify what is signed by the webhook that points to them", async () => {
    const { ctx } = await createOrg();
    const { id, token, address } = await endpointOf(ctx);
    const signed = (secret: string) => {
      const body = '{"kind":"attendee.created"}';
      const message = { id: "msg_1", timestampSeconds: Math.floor(Date.now() / 1000) };
      const headers = {
        "webhook-id": message.id,
        "webhook-timestamp": String(message.timestampSeconds),
        "webhook-signature": sign({ ...message, body, secrets: [secret] }),
      };
      expect(new Verifier(secret).verify(body, headers)).toEqual({ kind: "attendee.created" });
      return request({ headers: Object.entries(headers), body: Buffer.from(body) });
    };
    const newest = async () => {
      const [row] = await listRequests(ctx, id);
      return getRequest(ctx, id, row?.id ?? "");
    };
    const foreign = `whsec_${Buffer.alloc(32).toString("base64")}`;
    await receive(token, signed(foreign));
    expect(await newest()).toMatchObject({ signature: "unknown" });

    const webhook = await createWebhook(ctx, { name: "CRM", url: address, subscriptions: ["*"] });
    expect((await getTestEndpoint(ctx, id)).webhooks).toEqual([{ id: webhook.id, name: "CRM" }]);
    const [current] = await revealSecret(ctx, webhook.id);
    await receive(token, signed(current?.secret ?? ""));
    expect(await newest()).toMatchObject({
      signature: "valid",
      signatureDetail: expect.stringContaining("CRM"),
    });
    expect((await listRequests(ctx, id))[0]?.eventType).toBe("attendee.created");
    await receive(token, signed(foreign));
    expect(await newest()).toMatchObject({ signature: "invalid" });

    await deleteWebhook(ctx, webhook.id);
    await receive(token, signed(current?.secret ?? ""));
    expect(await newest()).toMatchObject({ signature: "unknown" });
  });

  it("are cleared and deleted; a deleted one receives nothing", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    await receive(token, request());
    await clearRequests(ctx, id);
    expect(await listRequests(ctx, id)).toEqual([]);
    await receive(token, request());
    await deleteTestEndpoint(ctx, id);
    expect(await receive(token, request())).toBe(false);
    await expect(getTestEndpoint(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("answer to nobody else: another organisation, a viewer, a wrong token", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id, token } = await endpointOf(theirs.ctx);
    await receive(token, request());
    const [row] = await listRequests(theirs.ctx, id);
    const missing = { code: "not_found" };
    expect(await listTestEndpoints(mine.ctx)).toEqual([]);
    await expect(getTestEndpoint(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(listRequests(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(getRequest(mine.ctx, id, row?.id ?? "")).rejects.toMatchObject(missing);
    await expect(clearRequests(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(deleteTestEndpoint(mine.ctx, id)).rejects.toMatchObject(missing);
    await expect(getTestEndpoint(mine.ctx, "nonsense")).rejects.toMatchObject(missing);
    await expect(getRequest(theirs.ctx, id, randomUUID())).rejects.toMatchObject(missing);
    const viewer = await createOrg({ role: "viewer" });
    await expect(createTestEndpoint(viewer.ctx, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await receive("wrong", request())).toBe(false);
  });
});

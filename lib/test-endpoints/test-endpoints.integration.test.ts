import { randomUUID } from "node:crypto";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb } from "@/db/client";
import type { Ctx } from "@/lib/auth/context";
import { sign } from "@/lib/delivery/sign";
import { env } from "@/lib/env";
import { createWebhook, deleteWebhook } from "@/lib/webhooks/mutations";
import { revealSecret } from "@/lib/webhooks/secrets";
import { createOrg } from "@/scripts/test/fixtures";
import { getRequest, getTestEndpoint, listRequests, listTestEndpoints } from "./data";
import { clearRequests, createTestEndpoint, deleteTestEndpoint } from "./mutations";
import { type IncomingRequest, receiveRequest } from "./receive";

afterAll(closeDb);

const request = (values: Partial<IncomingRequest> = {}): IncomingRequest => ({
  method: "POST",
  target: "/api/inbox/x?a=1",
  headers: [["content-type", "application/json"]],
  body: Buffer.from("{}"),
  cut: false,
  ...values,
});

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
    expect(await receiveRequest(token, request({ method: "PUT", body }))).toBe(true);
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
    await receiveRequest(other.token, request());
    for (let n = 1; n <= 103; n++) await receiveRequest(token, request({ target: `/${n}` }));
    const targets = (await listRequests(ctx, id)).map(({ target }) => target);
    expect(targets).toHaveLength(100);
    expect([targets[0], targets[99]]).toEqual(["/103", "/4"]);
    expect(await listRequests(ctx, other.id)).toHaveLength(1);
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
    await receiveRequest(token, signed(foreign));
    expect(await newest()).toMatchObject({ signature: "unknown" });

    const webhook = await createWebhook(ctx, { name: "CRM", url: address, subscriptions: ["*"] });
    expect((await getTestEndpoint(ctx, id)).webhooks).toEqual([{ id: webhook.id, name: "CRM" }]);
    const [current] = await revealSecret(ctx, webhook.id);
    await receiveRequest(token, signed(current?.secret ?? ""));
    expect(await newest()).toMatchObject({
      signature: "valid",
      signatureDetail: expect.stringContaining("CRM"),
    });
    expect((await listRequests(ctx, id))[0]?.eventType).toBe("attendee.created");
    await receiveRequest(token, signed(foreign));
    expect(await newest()).toMatchObject({ signature: "invalid" });

    await deleteWebhook(ctx, webhook.id);
    await receiveRequest(token, signed(current?.secret ?? ""));
    expect(await newest()).toMatchObject({ signature: "unknown" });
  });

  it("are cleared and deleted; a deleted one receives nothing", async () => {
    const { ctx } = await createOrg();
    const { id, token } = await endpointOf(ctx);
    await receiveRequest(token, request());
    await clearRequests(ctx, id);
    expect(await listRequests(ctx, id)).toEqual([]);
    await receiveRequest(token, request());
    await deleteTestEndpoint(ctx, id);
    expect(await receiveRequest(token, request())).toBe(false);
    await expect(getTestEndpoint(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("answer to nobody else: another organisation, a viewer, a wrong token", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id, token } = await endpointOf(theirs.ctx);
    await receiveRequest(token, request());
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
    expect(await receiveRequest("wrong", request())).toBe(false);
  });
});

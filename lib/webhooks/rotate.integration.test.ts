import { eq, sql } from "drizzle-orm";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { webhookSecrets } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { deleteOldRows } from "@/lib/delivery/retention";
import { acceptEvents } from "@/lib/events/accept";
import { startDelivering } from "@/scripts/test/delivering";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { type Receiver, startReceiver } from "@/scripts/test/receiver";
import { createWebhook } from "./mutations";
import { listSecretVersions, rotateSecret } from "./rotate";
import { revealSecret } from "./secrets";

let delivering: { stop: () => Promise<void> };
let receiver: Receiver;

beforeAll(async () => {
  delivering = await startDelivering();
  receiver = await startReceiver();
});

afterAll(async () => {
  await delivering.stop();
  await receiver.close();
});

const make = (ctx: Ctx) =>
  createWebhook(ctx, { name: "CRM", url: receiver.url, subscriptions: ["webhook.*"], active: true });
const secretsOf = async (ctx: Ctx, id: string) => (await revealSecret(ctx, id)).map(({ secret }) => secret);

async function delivered(ctx: Ctx) {
  const before = receiver.requests.length;
  const data = { id: "x", name: "x", url: "x", status: "active", reason: null, job_number: null };
  await acceptEvents(ctx, { type: "webhook.activated", data });
  return (await receiver.waitFor(before + 1)).at(-1);
}

const verifies = (secret: string, request: Awaited<ReturnType<typeof delivered>>) => {
  try {
    new StandardWebhook(secret).verify(request?.body ?? "", request?.headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};

describe("rotateSecret", () => {
  it("lets both secrets sign during the overlap, and the new one alone after it", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    const [old] = await secretsOf(ctx, id);
    const versions = await rotateSecret(ctx, id, { overlapHours: 24 });
    expect(versions.map(({ state }) => state)).toEqual(["current", "retiring"]);
    const until = new Date(versions[1]?.expiresAt ?? 0).getTime() - Date.now();
    expect(until / 3_600_000).toBeCloseTo(24, 1);
    const [fresh, kept] = await secretsOf(ctx, id);
    expect(kept).toBe(old);
    expect(fresh).not.toBe(old);
    const during = await delivered(ctx);
    expect([fresh, old].map((secret) => verifies(secret as string, during))).toEqual([true, true]);
    await db()
      .update(webhookSecrets)
      .set({ expiresAt: sql`now()` })
      .where(eq(webhookSecrets.id, versions[1]?.id ?? ""));
    const after = await delivered(ctx);
    expect([fresh, old].map((secret) => verifies(secret as string, after))).toEqual([true, false]);
    expect(after?.headers["webhook-signature"]).not.toContain(" ");
  });

  it("ends the old one at once with 0 hours, and with it those still retiring", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    await rotateSecret(ctx, id, { overlapHours: 168 });
    const versions = await rotateSecret(ctx, id, { overlapHours: 0 });
    expect(versions.map(({ state }) => state)).toEqual(["current", "expired", "expired"]);
    expect(await secretsOf(ctx, id)).toHaveLength(1);
  });

  it("never lengthens what another rotation has ended", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    const [, first] = await rotateSecret(ctx, id, { overlapHours: 1 });
    const versions = await rotateSecret(ctx, id, { overlapHours: 48 });
    expect(versions.find((version) => version.id === first?.id)?.expiresAt).toBe(first?.expiresAt);
    const settled = await Promise.all([0, 1, 2].map(() => rotateSecret(ctx, id, { overlapHours: 1 })));
    expect(settled.map((list) => list.filter(({ state }) => state === "current").length)).toEqual([1, 1, 1]);
  });

  it("is written down without a secret, and lists none", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    const secrets = [...(await secretsOf(ctx, id))];
    const versions = await rotateSecret(ctx, id, { overlapHours: 1 });
    secrets.push(...(await secretsOf(ctx, id)));
    const history = await listAudit(ctx, { kind: "webhook", id });
    expect(history.map(({ action }) => action)).toContain("webhook.secret_rotated");
    const told = JSON.stringify([versions, history]);
    for (const secret of secrets) expect(told).not.toContain(secret.slice(6, 20));
  });

  it.each([-1, 169, 1.5, Number.NaN])("refuses an overlap of %s hours", async (overlapHours) => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    await expect(rotateSecret(ctx, id, { overlapHours })).rejects.toMatchObject({
      code: "invalid",
      faults: [{ path: "overlapHours" }],
    });
  });

  it("is refused to viewers and other organisations", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id } = await make(theirs.ctx);
    const viewer = await addMember(theirs.orgId, "viewer");
    await expect(rotateSecret(viewer.ctx, id, { overlapHours: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(rotateSecret(mine.ctx, id, { overlapHours: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listSecretVersions(mine.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listSecretVersions(viewer.ctx, id)).toHaveLength(1);
  });
});

describe("retention", () => {
  it("deletes secrets that expired over a week ago", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    await rotateSecret(ctx, id, { overlapHours: 0 });
    await rotateSecret(ctx, id, { overlapHours: 0 });
    const [, , oldest] = await listSecretVersions(ctx, id);
    await db()
      .update(webhookSecrets)
      .set({ expiresAt: sql`now() - interval '8 days'` })
      .where(eq(webhookSecrets.id, oldest?.id ?? ""));
    await deleteOldRows(30);
    expect((await listSecretVersions(ctx, id)).map(({ state }) => state)).toEqual(["current", "expired"]);
  });
});

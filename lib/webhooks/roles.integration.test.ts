import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { events, webhookSecrets, webhooks } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import type { Role } from "@/lib/auth/permissions";
import { cancelJob, retryJob } from "@/lib/jobs/mutations";
import { replayFailed } from "@/lib/jobs/replay";
import { attendee, typed } from "@/scripts/test/delivery-fixtures";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { insertJob } from "@/scripts/test/rows";
import { findWebhook, listWebhooks } from "./data";
import { duplicateWebhook } from "./duplicate";
import { createWebhook, deleteWebhook, setWebhookActive, updateWebhook } from "./mutations";
import { dismissMissed, replayMissed } from "./replay";
import { rotateSecret } from "./rotate";
import type { WebhookInput } from "./schema";
import { revealSecret } from "./secrets";
import { sendTestEvent } from "./test-event";

afterAll(closeDb);

const input: WebhookInput = {
  name: "CRM",
  url: "http://127.0.0.1:8999/hook",
  subscriptions: ["attendee.*"],
  active: true,
};

/** All that can be done to a webhook with a failed job 1 and a waiting job 2, in an order in which each can be done. */
const writes: [string, (ctx: Ctx, id: string) => Promise<unknown>][] = [
  ["create", (ctx) => createWebhook(ctx, input)],
  ["update", (ctx, id) => updateWebhook(ctx, id, { name: "Renamed" })],
  ["reveal its secret", revealSecret],
  ["rotate its secret", (ctx, id) => rotateSecret(ctx, id, { overlapHours: 24 })],
  ["test", (ctx, id) => sendTestEvent(ctx, id, typed(attendee("test")))],
  ["retry a job", (ctx) => retryJob(ctx, 1)],
  ["cancel a job", (ctx) => cancelJob(ctx, 2)],
  ["replay failed jobs", (ctx) => replayFailed(ctx, {})],
  ["deactivate", (ctx, id) => setWebhookActive(ctx, id, false)],
  ["activate", (ctx, id) => setWebhookActive(ctx, id, true)],
  ["replay what was missed", replayMissed],
  ["dismiss what was missed", dismissMissed],
  ["duplicate", duplicateWebhook],
  ["delete", deleteWebhook],
];

/** An organisation with a webhook of its owner's, and a member of a role. */
async function setUp(role: Role) {
  const { ctx: owner, orgId } = await createOrg();
  const { id } = await createWebhook(owner, input);
  await insertJob(owner, { number: 1, webhookId: id, status: "failed" });
  await insertJob(owner, { number: 2, webhookId: id, status: "retrying" });
  const { ctx } = await addMember(orgId, role);
  return { owner, ctx, id };
}

/** All that a write leaves behind. */
async function traces(owner: Ctx, id: string) {
  const own = eq(webhooks.orgId, owner.orgId);
  return {
    webhooks: await db().select().from(webhooks).where(own),
    secrets: await db().select().from(webhookSecrets).where(eq(webhookSecrets.webhookId, id)),
    events: await db().select().from(events).where(eq(events.orgId, owner.orgId)),
    audit: await listAudit(owner, { kind: "webhook", id }),
  };
}

describe("a viewer", () => {
  it.each(writes)("is refused to %s, and leaves no trace", async (_what, write) => {
    const { owner, ctx, id } = await setUp("viewer");
    const before = await traces(owner, id);
    await expect(write(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await traces(owner, id)).toEqual(before);
  });

  it("reads the list", async () => {
    const { ctx, id } = await setUp("viewer");
    expect(await listWebhooks(ctx)).toMatchObject([{ id, name: "CRM" }]);
  });
});

describe.each(["developer", "admin", "owner"] as const)("%s", (role) => {
  it("does all that can be done with a webhook, under their own name", async () => {
    const { owner, ctx, id } = await setUp(role);
    for (const [, write] of writes) await write(ctx, id);
    expect(await findWebhook(owner, id)).toBeNull();
    const [created, ...done] = (await listAudit(owner, { kind: "webhook", id })).reverse();
    expect(created?.action).toBe("webhook.created");
    expect(done.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["webhook.updated", "webhook.secret_rotated", "webhook.deleted"]),
    );
    expect(new Set(done.map(({ actorName }) => actorName))).toEqual(new Set([ctx.actor.name]));
  });
});

import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { type Tx, transaction } from "@/db/client";
import { isReferenceError } from "@/db/errors";
import { deletedWebhooks, lanes, webhookSecrets, webhooks } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { cancelWaitingJobs } from "@/lib/jobs/cancel";
import { checkOnServer, parseSettings } from "./checks";
import { findWebhookRecord, getWebhook, type Webhook } from "./data";
import { headersTakenAlong, storeHeaders } from "./headers";
import { originOf } from "./new-host";
import { endPause } from "./pause";
import type { WebhookInput, WebhookPatch } from "./schema";
import { changesOf, columnsOf, inputOf, type WebhookRecord } from "./settings";
import { newSecretRow } from "./signing-secret";
import { changeStatus, emitWebhookEvent } from "./status";
import { listUses } from "./uses";

const DELETED = "The webhook was deleted";

/**
 * Creates a webhook with its lane and its first signing secret.
 * @returns the webhook; a self-provisioned one is active, a managed one only if `active` says so.
 * @throws AppError invalid (a fault for each field), forbidden
 */
export async function createWebhook(ctx: Ctx, input: WebhookInput): Promise<Webhook> {
  authorise(ctx, "webhooks.write");
  const settings = parseSettings(input);
  await checkOnServer(ctx, settings);
  const { active, headers, ...columns } = settings;
  const status = settings.lifecycle === "self_provisioned" || active ? "active" : "inactive";
  return transaction(async (tx) => {
    const { orgId } = ctx;
    const id = randomUUID();
    const stored = storeHeaders({ orgId, id }, headers);
    await tx.insert(webhooks).values({ ...columns, id, orgId, status, headers: stored });
    await tx.insert(lanes).values({ orgId, webhookId: id });
    await tx.insert(webhookSecrets).values(newSecretRow(orgId, id));
    await recordAudit(tx, ctx, {
      action: "webhook.created",
      target: { kind: "webhook", id, name: columns.name },
    });
    return getWebhook(ctx, id);
  });
}

/**
 * Changes the settings given and leaves the others as they are. Where the URL is to lead to another host, saved header values must be given again,
 * unless `keepForNewHost` says to take them along: that needs webhooks.secrets, and the audit log keeps it as an action of its own.
 * @throws AppError not_found, invalid (a fault for each field), forbidden
 */
export async function updateWebhook(ctx: Ctx, id: string, patch: WebhookPatch): Promise<Webhook> {
  authorise(ctx, "webhooks.write");
  const before = (await findWebhookRecord(ctx, id)) ?? notFound("webhook");
  await checkOnServer(ctx, parseSettings(patched(before, patch)), before);
  return transaction(async (tx) => {
    const current = await lockWebhook(ctx, id);
    // Somebody else may have saved since: the whole is checked as it will be stored.
    const settings = parseSettings(patched(current, patch));
    if (!isDeepStrictEqual(inputOf(current), inputOf(before))) await checkOnServer(ctx, settings, current);
    const takenAlong = headersTakenAlong(ctx, current, settings, patch.keepForNewHost === true);
    const columns = columnsOf(patch, settings, current);
    const changes = changesOf(current, columns);
    if (Object.keys(changes).length > 0) {
      await tx
        .update(webhooks)
        .set({ ...columns, missedAfter: null, updatedAt: new Date() })
        .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)));
      await recordAudit(tx, ctx, {
        action: "webhook.updated",
        target: { kind: "webhook", id, name: settings.name },
        changes,
      });
    }
    if (takenAlong.length > 0) await recordTakenAlong(tx, ctx, current, settings.url, takenAlong);
    if (changes.url) await endPause(id);
    const becomesSelfProvisioned =
      columns.lifecycle === "self_provisioned" && current.lifecycle === "managed";
    const active = becomesSelfProvisioned || patch.active;
    if (active !== undefined) await changeStatus(tx, ctx, { ...current, ...columns }, active);
    return getWebhook(ctx, id);
  });
}

const patched = (row: WebhookRecord, { keepForNewHost: _, ...patch }: WebhookPatch): WebhookInput => ({
  ...inputOf(row),
  ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
});

function recordTakenAlong(
  tx: Tx,
  ctx: Ctx,
  { id, name, url }: WebhookRecord,
  newUrl: string,
  names: string[],
) {
  return recordAudit(tx, ctx, {
    action: "webhook.headers_taken_along",
    target: { kind: "webhook", id, name },
    changes: { host: [originOf(url), originOf(newUrl)], headers: [[], names] },
  });
}

/**
 * Activates or deactivates a managed webhook by hand; deactivating cancels its waiting jobs.
 * @throws AppError not_found, conflict for a self-provisioned one, forbidden
 */
export async function setWebhookActive(ctx: Ctx, id: string, active: boolean): Promise<Webhook> {
  authorise(ctx, "webhooks.write");
  return transaction(async (tx) => {
    const webhook = await lockWebhook(ctx, id);
    if (webhook.lifecycle === "self_provisioned") {
      throw new AppError(
        "conflict",
        "A self-provisioned webhook is not switched by hand. Choose the managed lifecycle first, or delete it.",
      );
    }
    await changeStatus(tx, ctx, webhook, active);
    return getWebhook(ctx, id);
  });
}

/**
 * Deletes a webhook for good and cancels its waiting jobs; its name stays with its jobs.
 * @throws AppError not_found, conflict while a module uses it (`details.uses`: WebhookUse[]), forbidden
 */
export async function deleteWebhook(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "webhooks.write");
  await transaction(async (tx) => {
    const webhook = await lockWebhook(ctx, id);
    await deleteUnlessUsed(tx, ctx, id);
    await tx
      .insert(deletedWebhooks)
      .values({ orgId: ctx.orgId, id, name: webhook.name, url: webhook.url, reason: null });
    await cancelWaitingJobs(tx, ctx, id, "webhook_deleted", DELETED);
    await recordAudit(tx, ctx, {
      action: "webhook.deleted",
      target: { kind: "webhook", id, name: webhook.name },
    });
    await emitWebhookEvent(tx, ctx, "webhook.deleted", { ...webhook, status: "deleted" });
  });
}

/**
 * Records of modules refer to the webhook by foreign keys that restrict, so that two people at once can't break the rule. Only the
 * refused attempt is undone, so that the uses can still be read.
 */
async function deleteUnlessUsed(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  try {
    await tx.transaction(async (inner) => {
      await inner.delete(webhooks).where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)));
    });
  } catch (error) {
    if (!isReferenceError(error)) throw error;
    const uses = await listUses(ctx, id);
    const message = "A module uses this webhook. Remove it there first, then delete it here.";
    throw new AppError("conflict", message, [], { uses });
  }
}

async function lockWebhook(ctx: Ctx, id: string): Promise<WebhookRecord> {
  return (await findWebhookRecord(ctx, id, { lock: true })) ?? notFound("webhook");
}

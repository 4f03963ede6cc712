import { randomUUID } from "node:crypto";
import { transaction } from "@/db/client";
import { lanes, webhookSecrets, webhooks } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import { findWebhookRecord, getWebhook, type Webhook } from "./data";
import { copyHeaders } from "./headers";
import { newSecretRow } from "./signing-secret";

const MAX_NAME = 100;
const SUFFIX = " copy";

/**
 * Makes a second webhook with the same settings, header values included, and a signing secret of its own. It starts inactive, and so managed also
 * where the first is self-provisioned: a copy that sent at once would send everything twice.
 * @throws AppError not_found, forbidden
 */
export async function duplicateWebhook(ctx: Ctx, id: string): Promise<Webhook> {
  authorise(ctx, "webhooks.write");
  return transaction(async (tx) => {
    const original = (await findWebhookRecord(ctx, id)) ?? notFound("webhook");
    const {
      id: _,
      orgId,
      headers,
      createdAt,
      updatedAt,
      statusChangedAt,
      statusReason,
      statusJobNumber,
      missedSince,
      missedAfter,
      ...settings
    } = original;
    const name = original.name.slice(0, MAX_NAME - SUFFIX.length) + SUFFIX;
    const copy = { id: randomUUID(), orgId };
    await tx.insert(webhooks).values({
      ...settings,
      ...copy,
      headers: copyHeaders(original, copy, headers),
      name,
      status: "inactive",
      lifecycle: "managed",
    });
    await tx.insert(lanes).values({ orgId, webhookId: copy.id });
    await tx.insert(webhookSecrets).values(newSecretRow(orgId, copy.id));
    await recordAudit(tx, ctx, {
      action: "webhook.duplicated",
      target: { kind: "webhook", id: copy.id, name },
      changes: { copyOf: [null, original.name] },
    });
    return getWebhook(ctx, copy.id);
  });
}

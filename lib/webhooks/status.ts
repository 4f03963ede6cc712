import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhooks } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { emitEvent } from "@/lib/events/accept";
import { cancelWaitingJobs } from "@/lib/jobs/cancel";
import type { WebhookRecord } from "./settings";

const DEACTIVATED = "The webhook was deactivated";

/** What an event or an audit row tells of a webhook. */
type Known = Pick<WebhookRecord, "id" | "name" | "url" | "status">;

/**
 * Switches a webhook on or off, in the caller's transaction: status, waiting jobs, audit row and event together. Nothing happens when
 * it is so already; a disabled one is switched off no further.
 */
export async function changeStatus(tx: Tx, ctx: Ctx, webhook: Known, active: boolean): Promise<void> {
  if (active === (webhook.status === "active")) return;
  if (!active && webhook.status === "disabled") return;
  const status = active ? "active" : "inactive";
  await tx
    .update(webhooks)
    .set({
      status,
      statusReason: null,
      statusJobNumber: null,
      statusChangedAt: new Date(),
      ...(!active && { missedSince: sql`coalesce(${webhooks.missedSince}, now())`, missedAfter: null }),
    })
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, webhook.id)));
  if (!active) await cancelWaitingJobs(tx, ctx, webhook.id, "webhook_off", DEACTIVATED);
  await recordAudit(tx, ctx, {
    action: active ? "webhook.activated" : "webhook.deactivated",
    target: { kind: "webhook", id: webhook.id, name: webhook.name },
    changes: { status: [webhook.status, status] },
  });
  await emitWebhookEvent(tx, ctx, active ? "webhook.activated" : "webhook.deactivated", {
    ...webhook,
    status,
  });
}

/** Tells the organisation's other webhooks what became of this one. */
export async function emitWebhookEvent(
  tx: Tx,
  ctx: Ctx,
  type: "webhook.activated" | "webhook.deactivated" | "webhook.deleted",
  webhook: Pick<Known, "id" | "name" | "url"> & { status: WebhookRecord["status"] | "deleted" },
): Promise<void> {
  const { id, name, url, status } = webhook;
  await emitEvent(tx, ctx, { type, data: { id, name, url, status, reason: null, job_number: null } });
}

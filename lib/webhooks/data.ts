import { and, asc, desc, eq, gte, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { lanes, webhookSecrets, webhooks } from "@/db/schema";
import type { FailureRule, RetrySchedule, TargetCondition } from "@/db/types";
import type { Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import type { WebhookFilter, WebhookSettings, WebhookStatus } from "./schema";
import type { WebhookRecord } from "./settings";
import { type DayHour, listDays } from "./stats";

/** A webhook as lists show it. Times are ISO 8601. */
export type WebhookRow = {
  id: string;
  name: string;
  url: string;
  subscriptions: string[];
  status: WebhookStatus;
  /** Why Hookyard disabled it. */
  statusReason: string | null;
  lifecycle: WebhookSettings["lifecycle"];
  lastDeliveryAt: string | null;
  lastStatus: "succeeded" | "failed" | null;
  /** Jobs that ended in the last 24 hours. */
  lastDay: { succeeded: number; failed: number };
  /** The same by hour, newest first; hours without any are left out. */
  hours: DayHour[];
  createdAt: string;
};

/** A webhook with all its settings. Header values stay behind: only the names are told. */
export type Webhook = {
  id: string;
  name: string;
  url: string;
  method: WebhookSettings["method"];
  description: string;
  status: WebhookStatus;
  statusReason: string | null;
  statusChangedAt: string;
  /** The run number of the job whose failure disabled it. */
  statusJobNumber: number | null;
  /** Since when it has missed events that can still be replayed (lib/webhooks/replay). */
  missedSince: string | null;
  lifecycle: WebhookSettings["lifecycle"];
  subscriptions: string[];
  contentType: WebhookSettings["contentType"];
  format: WebhookSettings["format"];
  template: string | null;
  filter: string | null;
  targets: TargetCondition[];
  headerNames: string[];
  retry: RetrySchedule;
  failureRule: FailureRule;
  timeoutMs: number;
  rateLimit: number | null;
  ordered: boolean;
  lastDeliveryAt: string | null;
  lastStatus: "succeeded" | "failed" | null;
  createdAt: string;
  updatedAt: string;
};

/** The organisation's webhooks by name. */
export async function listWebhooks(ctx: Ctx, filter: WebhookFilter = {}): Promise<WebhookRow[]> {
  const [rows, days] = await Promise.all([
    db()
      .select(listed)
      .from(webhooks)
      .leftJoin(lanes, eq(lanes.webhookId, webhooks.id))
      .where(and(eq(webhooks.orgId, ctx.orgId), ...conditions(filter)))
      .orderBy(asc(sql`lower(${webhooks.name})`), asc(webhooks.id)),
    listDays(ctx),
  ]);
  return rows.map(({ lastDeliveryAt, createdAt, ...webhook }) => {
    const hours = days.get(webhook.id) ?? [];
    return {
      ...webhook,
      lastDeliveryAt: lastDeliveryAt?.toISOString() ?? null,
      lastDay: totalOf(hours),
      hours,
      createdAt: createdAt.toISOString(),
    };
  });
}

/** No more than is shown: a long list is asked for every few seconds. */
const listed = {
  id: webhooks.id,
  name: webhooks.name,
  url: webhooks.url,
  subscriptions: webhooks.subscriptions,
  status: webhooks.status,
  statusReason: webhooks.statusReason,
  lifecycle: webhooks.lifecycle,
  lastDeliveryAt: lanes.lastDeliveryAt,
  lastStatus: lanes.lastStatus,
  createdAt: webhooks.createdAt,
};

const totalOf = (hours: DayHour[]) => ({
  succeeded: hours.reduce((sum, hour) => sum + hour.succeeded, 0),
  failed: hours.reduce((sum, hour) => sum + hour.failed, 0),
});

function conditions({ search, status }: WebhookFilter): (SQL | undefined)[] {
  const pattern = search && `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return [
    status && eq(webhooks.status, status),
    pattern ? or(ilike(webhooks.name, pattern), ilike(webhooks.url, pattern)) : undefined,
  ];
}

function lastDelivery(lane: typeof lanes.$inferSelect | null) {
  return {
    lastDeliveryAt: lane?.lastDeliveryAt?.toISOString() ?? null,
    lastStatus: lane?.lastStatus ?? null,
  };
}

/** The webhook, or null when the organisation has none of this id. */
export async function findWebhook(ctx: Ctx, id: string): Promise<Webhook | null> {
  if (!isUuid(id)) return null;
  const [row] = await db()
    .select({ webhook: webhooks, lane: lanes })
    .from(webhooks)
    .leftJoin(lanes, eq(lanes.webhookId, webhooks.id))
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)));
  if (!row) return null;
  const {
    orgId: _,
    headers,
    statusChangedAt,
    missedSince,
    missedAfter: __,
    createdAt,
    updatedAt,
    ...settings
  } = row.webhook;
  return {
    ...settings,
    headerNames: headers.map(({ name }) => name),
    ...lastDelivery(row.lane),
    statusChangedAt: statusChangedAt.toISOString(),
    missedSince: missedSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

// An id from an address may be anything; PostgreSQL would fail on what is no UUID.
const isUuid = (id: string) => z.uuid().safeParse(id).success;

/** The row with its ciphertexts, for lib alone. `lock` holds it until the transaction under way ends. */
export async function findWebhookRecord(
  ctx: Ctx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<WebhookRecord | null> {
  if (!isUuid(id)) return null;
  const query = db()
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.orgId, ctx.orgId), eq(webhooks.id, id)));
  const [row] = await (options.lock ? query.for("update") : query);
  return row ?? null;
}

/**
 * The webhook of this id.
 * @throws AppError not_found, also for a webhook of another organisation
 */
export async function getWebhook(ctx: Ctx, id: string): Promise<Webhook> {
  return (await findWebhook(ctx, id)) ?? notFound("webhook");
}

/** Names and ids alone, for choosing one. */
export async function listWebhookNames(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return db()
    .select({ id: webhooks.id, name: webhooks.name })
    .from(webhooks)
    .where(eq(webhooks.orgId, ctx.orgId))
    .orderBy(asc(sql`lower(${webhooks.name})`), asc(webhooks.id));
}

/** The secrets that sign now, the current one first; rotated ones while they overlap. Ciphertexts. */
export async function listSigningSecrets(ctx: Ctx, webhookId: string, now = new Date()) {
  return db()
    .select({
      id: webhookSecrets.id,
      ciphertext: webhookSecrets.ciphertext,
      createdAt: webhookSecrets.createdAt,
      expiresAt: webhookSecrets.expiresAt,
    })
    .from(webhookSecrets)
    .where(
      and(
        eq(webhookSecrets.orgId, ctx.orgId),
        eq(webhookSecrets.webhookId, webhookId),
        or(isNull(webhookSecrets.expiresAt), gte(webhookSecrets.expiresAt, now)),
      ),
    )
    .orderBy(desc(isNull(webhookSecrets.expiresAt)), desc(webhookSecrets.createdAt));
}

import type { Ctx } from "@/lib/auth/context";
import { hoursToRead, type Range, type WebhookStats } from "./chart";
import { getWebhook } from "./data";
import { listRecentFailures, type RecentFailure } from "./failures";
import { listHourStats } from "./stats";

/**
 * What the charts of a webhook's page show.
 * @throws AppError not_found, also for a webhook of another organisation
 */
export async function getStats(ctx: Ctx, id: string, range: Range): Promise<WebhookStats> {
  const now = new Date();
  const { id: webhookId } = await getWebhook(ctx, id);
  return { at: now.toISOString(), hours: await listHourStats(ctx, webhookId, hoursToRead(range), now) };
}

/**
 * A webhook's latest failures in words, newest first.
 * @throws AppError not_found, also for a webhook of another organisation
 */
export async function getRecentFailures(ctx: Ctx, id: string): Promise<RecentFailure[]> {
  const { id: webhookId } = await getWebhook(ctx, id);
  return listRecentFailures(ctx, webhookId);
}

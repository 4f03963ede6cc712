import type { Ctx } from "@/lib/auth/context";
import { authorise } from "@/lib/auth/context";
import { listCalendarEventUses } from "@/lib/modules/calendar-events/uses";
import { getWebhook } from "./data";

/** A module's record that names a webhook as its data endpoint. */
export type WebhookUse = {
  /** As the module is called on screen. */
  module: string;
  /** The record's id. */
  record: string;
  label: string;
  /** Where the record is edited. */
  href: string;
};

/** A module that can name webhooks tells of its records here. */
const sources: ((ctx: Ctx, webhookId: string) => Promise<WebhookUse[]>)[] = [listCalendarEventUses];

/**
 * The records of the organisation's modules that use a webhook; it can't be deleted while there are any.
 * @throws AppError not_found, also for a webhook of another organisation; forbidden
 */
export async function listUses(ctx: Ctx, webhookId: string): Promise<WebhookUse[]> {
  authorise(ctx, "webhooks.read");
  const { id } = await getWebhook(ctx, webhookId);
  const uses = await Promise.all(sources.map((list) => list(ctx, id)));
  return uses.flat();
}

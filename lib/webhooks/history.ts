import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { getWebhook } from "./data";
import { actionWords, changeWords, type FieldChange } from "./history-words";

/** One thing somebody did to a webhook. `at` is ISO 8601. */
export type HistoryEntry = {
  id: number;
  at: string;
  who: string;
  /** user: in the console; api_key: over the API; system: Hookyard itself. */
  whoKind: "user" | "api_key" | "system";
  action: string;
  /** "changed the settings" */
  did: string;
  changes: FieldChange[];
};

export type HistoryPage = {
  entries: HistoryEntry[];
  /** Give it as `before` for what is older; null at the end. */
  nextBefore: number | null;
};

const PAGE = 30;

/**
 * Who did what to a webhook, newest first.
 * @param options.before the id of the last entry seen
 * @throws AppError not_found, also for a webhook of another organisation
 */
export async function listHistory(
  ctx: Ctx,
  webhookId: string,
  options: { before?: number | undefined; limit?: number } = {},
): Promise<HistoryPage> {
  const webhook = await getWebhook(ctx, webhookId);
  const limit = options.limit ?? PAGE;
  const rows = await listAudit(
    ctx,
    { kind: "webhook", id: webhook.id },
    { limit: limit + 1, ...(options.before ? { before: options.before } : {}) },
  );
  const entries = rows.slice(0, limit).map((row) => ({
    id: row.id,
    at: row.createdAt.toISOString(),
    who: row.actorName,
    whoKind: row.actorKind,
    action: row.action,
    did: actionWords(row.action),
    changes: changeWords(row.changes),
  }));
  return { entries, nextBefore: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}

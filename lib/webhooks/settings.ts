import { isDeepStrictEqual } from "node:util";
import type { webhooks } from "@/db/schema";
import { storeHeaders } from "./headers";
import type { WebhookInput, WebhookPatch, WebhookSettings } from "./schema";

/** A webhook's row, header ciphertexts and all; it never leaves lib. */
export type WebhookRecord = typeof webhooks.$inferSelect;

/** What is kept of the settings; `active` is a status of its own, headers are encrypted. */
export type SettingColumns = Partial<Omit<WebhookSettings, "active" | "headers">> &
  Partial<Pick<WebhookRecord, "headers">>;

/** A stored webhook as an input that would leave it as it is: what a change is put into before the whole is checked. */
export function inputOf(row: WebhookRecord): WebhookInput {
  return {
    name: row.name,
    url: row.url,
    method: row.method,
    description: row.description,
    subscriptions: row.subscriptions,
    contentType: row.contentType,
    format: row.format,
    template: row.template,
    filter: row.filter,
    targets: row.targets,
    headers: row.headers.map(({ name }) => ({ name, keep: true as const })),
    retry: row.retry,
    failureRule: row.failureRule,
    timeoutMs: row.timeoutMs,
    rateLimit: row.rateLimit,
    ordered: row.ordered,
    lifecycle: row.lifecycle,
  };
}

/** The checked values of the settings that a patch names, as columns. */
export function columnsOf(
  patch: WebhookPatch,
  settings: WebhookSettings,
  row: WebhookRecord,
): SettingColumns {
  const { active: _, headers, ...plain } = settings;
  const named = Object.entries(plain).filter(([key]) => patch[key as keyof WebhookPatch] !== undefined);
  return {
    ...(Object.fromEntries(named) as SettingColumns),
    ...(patch.headers && { headers: storeHeaders(row, headers, row.headers) }),
  };
}

/** What differs, for the audit log: field → [before, after]. Of headers the names alone, and that a value is new. */
export function changesOf(before: WebhookRecord, after: SettingColumns): Record<string, [unknown, unknown]> {
  const pairs = Object.entries(after).map(([key, value]) => {
    const was = before[key as keyof WebhookRecord];
    return key === "headers"
      ? ([key, [namesOf(before.headers), namesOf(after.headers ?? [], before.headers)]] as const)
      : ([key, [was, value]] as const);
  });
  return Object.fromEntries(
    // By value: PostgreSQL keeps the keys of an object in an order of its own.
    pairs.filter(([, [was, is]]) => !isDeepStrictEqual(was, is)),
  ) as Record<string, [unknown, unknown]>;
}

function namesOf(headers: WebhookRecord["headers"], before?: WebhookRecord["headers"]): string[] {
  return headers.map(({ name, ciphertext }) => {
    const kept = !before || before.some((header) => header.ciphertext === ciphertext);
    return kept ? name : `${name} (new value)`;
  });
}

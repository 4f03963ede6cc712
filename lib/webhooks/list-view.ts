import { matchesAny } from "@/lib/matching/patterns";
import type { WebhookRow } from "./data";
import { STATUSES, type WebhookStatus } from "./schema";
import { lifecycleWords, webhookStatusWords } from "./words";

const SORT_KEYS = ["name", "status", "success", "last"] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type Sort = { key: SortKey; descending: boolean };

/** What the status filter offers: beside the statuses a lifecycle, which people look for in the same place. */
export const STATUS_FILTERS = [...STATUSES, "self_provisioned"] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

export const statusFilterWords: Record<StatusFilter, string> = {
  ...webhookStatusWords,
  self_provisioned: lifecycleWords.self_provisioned,
};

/** How the list is looked at: what it is narrowed by and in which order. */
export type ListView = { search: string; status: StatusFilter | null; type: string | null; sort: Sort };

const BY_NAME: Sort = { key: "name", descending: false };

/** The view as it stands in the address bar; what makes no sense there is passed over. */
export function viewOf(params: { get(name: string): string | null }): ListView {
  const status = STATUS_FILTERS.find((each) => each === params.get("status")) ?? null;
  return {
    search: params.get("search") ?? "",
    status,
    type: params.get("type"),
    sort: sortOf(params.get("sort")),
  };
}

/** `-last` is "by last delivery, descending". */
function sortOf(text: string | null): Sort {
  const key = SORT_KEYS.find((each) => each === text?.replace(/^-/, ""));
  return key ? { key, descending: text?.startsWith("-") ?? false } : BY_NAME;
}

/** For the address bar; null for the order that needs no mention. */
export function sortText({ key, descending }: Sort): string | null {
  return key === "name" && !descending ? null : `${descending ? "-" : ""}${key}`;
}

/** What a press on a column's head leads to: first the order that says most, then the other way round. */
export function nextSort(current: Sort, key: SortKey): Sort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: key === "last" };
}

/** The rows of a view, in its order. Pure; equal rows keep the order they came in. */
export function rowsIn(rows: readonly WebhookRow[], { search, status, type, sort }: ListView): WebhookRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter((row) => {
    if (status && row.status !== status && row.lifecycle !== status) return false;
    if (type && !matchesAny(row.subscriptions, type)) return false;
    if (words.length === 0) return true;
    const text = `${row.name}\n${row.url}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return shown.sort(by(sort));
}

/** Disabled first: what needs somebody. */
const urgency: Record<WebhookStatus, number> = { disabled: 0, active: 1, inactive: 2 };

const values: Record<SortKey, (row: WebhookRow) => string | number | null> = {
  name: (row) => row.name.toLowerCase(),
  status: (row) => urgency[row.status],
  success: ({ lastDay: { succeeded, failed } }) =>
    succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
  last: (row) => row.lastDeliveryAt,
};

const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Rows without a value come last, whichever way round. */
function by({ key, descending }: Sort) {
  const value = values[key];
  return (a: WebhookRow, b: WebhookRow): number => {
    const [left, right] = [value(a), value(b)];
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    const order = key === "name" ? names.compare(a.name, b.name) : left < right ? -1 : 1;
    return descending ? -order : order;
  };
}

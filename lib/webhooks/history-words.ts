import type { FailureRule, RetrySchedule, TargetCondition } from "@/db/types";
import { formatDuration } from "@/lib/format";
import { targetFieldWords, targetNoneWords } from "@/lib/matching/targets";
import type { WebhookSettings, WebhookStatus } from "./schema";
import { contentTypeWords, formatWords, lifecycleWords, retryWords, webhookStatusWords } from "./words";

/** One field of a change, in words. Of a list only what went and what came; null where there was or is nothing. */
export type FieldChange = { label: string; before: string | null; after: string | null };

/** What was done, as it is said of somebody: "Ada <changed the settings>". */
const actions: Record<string, string> = {
  "webhook.created": "created the webhook",
  "webhook.duplicated": "created the webhook as a copy",
  "webhook.updated": "changed the settings",
  "webhook.activated": "activated the webhook",
  "webhook.deactivated": "deactivated the webhook",
  "webhook.disabled": "disabled the webhook",
  "webhook.deleted": "deleted the webhook",
  "webhook.headers_taken_along": "took saved header values along to another host",
  "webhook.secret_revealed": "looked at the signing secret",
  "webhook.secret_rotated": "rotated the signing secret",
  "webhook.tested": "sent a test event",
  "webhook.test_sent": "sent a test event",
  "webhook.replayed": "sent missed events again",
};

/** "created the webhook"; of an action this version does not know, its name with spaces. */
export function actionWords(action: string): string {
  return actions[action] ?? action.split(".").at(-1)?.replaceAll("_", " ") ?? action;
}

type Say = (value: never) => string | null;

/** Settings are round numbers: "5 s", not "5.0 s". */
const roundDuration = (ms: number) => formatDuration(ms).replace(".0 ", " ");

const list = (values: string[]) => (values.length > 0 ? values.join(", ") : null);
const text = (value: string | null) => (value ? value : null);
const mapped =
  <K extends string>(words: Record<K, string>): Say =>
  (value: K) =>
    words[value] ?? value;

const fields: Record<string, { label: string; say?: Say }> = {
  name: { label: "Name" },
  url: { label: "URL" },
  method: { label: "Method" },
  description: { label: "Description", say: text },
  status: {
    label: "Status",
    say: mapped<WebhookStatus | "deleted">({ ...webhookStatusWords, deleted: "Deleted" }),
  },
  reason: { label: "Reason", say: text },
  subscriptions: { label: "Subscriptions" },
  contentType: { label: "Content type", say: mapped<WebhookSettings["contentType"]>(contentTypeWords) },
  format: { label: "Format", say: mapped<WebhookSettings["format"]>(formatWords) },
  template: { label: "Template", say: text },
  filter: { label: "Filter", say: text },
  targets: { label: "Target attendees", say: (targets: TargetCondition[]) => list(targets.map(targetWords)) },
  headers: { label: "Headers" },
  host: { label: "Host" },
  retry: {
    label: "Retries",
    say: (schedule: RetrySchedule) =>
      schedule.kind === "custom"
        ? `Own schedule: ${list(schedule.delaysSeconds.map((s) => roundDuration(s * 1000))) ?? "1 try"}`
        : retryWords(schedule),
  },
  failureRule: { label: "Failure rule", say: ruleWords },
  timeoutMs: { label: "Timeout", say: (ms: number) => roundDuration(ms) },
  rateLimit: {
    label: "Rate limit",
    say: (perSecond: number | null) => (perSecond === null ? "None" : `${perSecond} requests per second`),
  },
  ordered: { label: "One at a time, in order", say: (on: boolean) => (on ? "On" : "Off") },
  lifecycle: { label: "Lifecycle", say: mapped<WebhookSettings["lifecycle"]>(lifecycleWords) },
};

/** A stored change, field → [before, after], as something to read. */
export function changeWords(changes: Record<string, [unknown, unknown]>): FieldChange[] {
  return Object.entries(changes).map(([field, [before, after]]) => {
    const { label, say } = fields[field] ?? { label: labelOf(field) };
    if (say) return { label, before: sayOr(say, before), after: sayOr(say, after) };
    if (Array.isArray(before) && Array.isArray(after)) return { label, ...difference(before, after) };
    return { label, before: plain(before), after: plain(after) };
  });
}

function sayOr(say: Say, value: unknown): string | null {
  return value === null || value === undefined ? null : (say(value as never) ?? null);
}

/** Of a list that changed, what is gone and what is new; the whole of it where only the order is. */
function difference(before: unknown[], after: unknown[]): Pick<FieldChange, "before" | "after"> {
  const [was, is] = [before.map(String), after.map(String)];
  const gone = was.filter((each) => !is.includes(each));
  const fresh = is.filter((each) => !was.includes(each));
  if (gone.length + fresh.length === 0) return { before: list(was), after: list(is) };
  return { before: list(gone), after: list(fresh.map((each) => `+ ${each}`)) };
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `overlapDays` → "Overlap days" */
function labelOf(field: string): string {
  const words = field.replace(/[_-]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function ruleWords(rule: FailureRule): string {
  if (rule.kind === "never") return "Never";
  return rule.kind === "first" ? "After the first failed job" : `After ${rule.count} failed jobs in a row`;
}

/** "Ticket type is Sponsor or none" */
export function targetWords({ field, key, values }: TargetCondition): string {
  const name = field === "custom" && key ? key : targetFieldWords[field];
  const said = values.map((value) => value ?? targetNoneWords[field]);
  return `${name} is ${said.join(" or ")}`;
}

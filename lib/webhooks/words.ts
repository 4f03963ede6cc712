import type { RetrySchedule } from "@/db/types";
import { formatPace } from "@/lib/delivery/message/formats/pace";
import { totalTries } from "@/lib/delivery/verdict/schedule";
import { formatNumber } from "@/lib/format";
import type { ReceiverPause } from "./pause";
import type { WebhookSettings, WebhookStatus } from "./schema";

/** How settings are called on screen. */
export const webhookStatusWords: Record<WebhookStatus, string> = {
  active: "Active",
  inactive: "Inactive",
  disabled: "Disabled",
};

export const formatWords: Record<WebhookSettings["format"], string> = {
  envelope: "Envelope",
  data: "Data only",
  slack: "Slack",
  teams: "Microsoft Teams",
  webex: "Webex",
  template: "Template",
};

export const contentTypeWords: Record<WebhookSettings["contentType"], string> = {
  "application/json": "JSON",
  "application/x-www-form-urlencoded": "Form encoded",
};

export const lifecycleWords: Record<WebhookSettings["lifecycle"], string> = {
  managed: "Managed",
  self_provisioned: "Self-provisioned",
};

/** "3 tries, 30 s apart" */
export function retryWords(schedule: RetrySchedule): string {
  if (schedule.kind === "default") return "3 tries, 30 s apart";
  if (schedule.kind === "standard") return "10 tries over 75 hours";
  const tries = totalTries(schedule);
  return tries === 1 ? "1 try" : `${tries} tries, own schedule`;
}

/** "Disabled after the first failed job" */
export function failureRuleWords(webhook: Pick<WebhookSettings, "failureRule" | "lifecycle">): string {
  const { failureRule: rule, lifecycle } = webhook;
  const end = lifecycle === "managed" ? "Disabled" : "Deleted";
  if (rule.kind === "never") return `Never ${end.toLowerCase()}`;
  return `${end} after ${rule.kind === "first" ? "the first failed job" : `${rule.count} failed jobs in a row`}`;
}

const perSecond = (rate: number) => `${rate} ${rate === 1 ? "request" : "requests"} per second`;

/** "5 requests per second", "about 1 request per second, the pace of Slack"; null where nothing limits it. */
export function rateWords({
  rateLimit,
  format,
}: Pick<WebhookSettings, "rateLimit" | "format">): string | null {
  if (rateLimit !== null) return perSecond(rateLimit);
  const pace = formatPace(format);
  return pace === null ? null : `about ${perSecond(pace)}, the pace of ${formatWords[format]}`;
}

/** "1,204 jobs wait unharmed." */
export function waitingWords({ waiting, more }: Pick<ReceiverPause, "waiting" | "more">): string {
  if (waiting === 0) return "No job waits for that.";
  if (waiting === 1) return "1 job waits unharmed.";
  return `${more ? "More than " : ""}${formatNumber(waiting)} jobs wait unharmed.`;
}

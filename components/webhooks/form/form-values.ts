import type { Webhook } from "@/lib/webhooks/data";
import {
  type WebhookInput,
  type WebhookPatch,
  type WebhookSettings,
  webhookInput,
} from "@/lib/webhooks/schema";
import type { DecidedTarget } from "@/lib/webhooks/targets";

/** A row of the form's header list: a value that was typed, or one that is kept as it was saved. */
export type HeaderRow = WebhookSettings["headers"][number];

/** A condition on attendees. */
export type Target = DecidedTarget["condition"];

/** What the fields hold: every setting is there, and a text that may be missing is empty. */
export type FormValues = Omit<WebhookSettings, "active" | "template" | "filter" | "headers" | "targets"> & {
  active: boolean;
  template: string;
  filter: string;
  headers: HeaderRow[];
  targets: Target[];
};

/** The schema's own defaults, so that they are told in one place. */
const defaults = webhookInput.parse({ name: "-", url: "https://example.org", subscriptions: ["*"] });

/** A webhook that does not exist yet. */
export function newValues(url = ""): FormValues {
  const settings = { ...defaults, name: "", url, subscriptions: [] };
  return { ...settings, active: true, template: "", filter: "" };
}

/** A webhook as it is saved. Of its headers the names alone are known here. */
export function valuesOf(webhook: Webhook): FormValues {
  const { headers: _, active: __, ...kept } = defaults;
  const keys = Object.keys(kept) as (keyof typeof kept)[];
  const settings = Object.fromEntries(keys.map((key) => [key, webhook[key]])) as Pick<
    Webhook,
    keyof typeof kept
  >;
  return {
    ...settings,
    template: webhook.template ?? "",
    filter: webhook.filter ?? "",
    headers: webhook.headerNames.map((name) => ({ name, keep: true as const })),
    active: webhook.status === "active",
  };
}

/** What the fields mean. A template that another format does not use, and a switch that is not there, are left out. */
export function toInput({ active, template, filter, ...same }: FormValues): WebhookInput {
  return {
    ...same,
    filter: filter.trim() === "" ? null : filter,
    template: same.format === "template" ? template : null,
    ...(same.lifecycle === "managed" && { active }),
  };
}

/** The settings that differ: what is sent to change a webhook, so that two people who edit different settings don't undo each other. */
export function changedIn(before: WebhookInput, after: WebhookInput): WebhookPatch {
  const was = before as Record<string, unknown>;
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key]),
  );
  return Object.fromEntries(changed) as WebhookPatch;
}

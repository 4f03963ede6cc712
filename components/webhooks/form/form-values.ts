import type { DecidedTarget } from "@/lib/matching/targets";
import type { Webhook } from "@/lib/webhooks/data";
import { originOf } from "@/lib/webhooks/new-host";
import {
  type WebhookInput,
  type WebhookPatch,
  type WebhookSettings,
  webhookInput,
} from "@/lib/webhooks/schema";
import { patternsIn } from "./written-patterns";

/** A row of the form's header list: a value that was typed, or one that is kept as it was saved. */
export type HeaderRow = WebhookSettings["headers"][number];

/** A condition on attendees; `typed` is a value that is still being written. */
export type Target = DecidedTarget["condition"] & { typed: string };

/** What the fields hold: every setting is there, and a text that may be missing is empty. */
export type FormValues = Omit<WebhookSettings, "active" | "template" | "filter" | "headers" | "targets"> & {
  active: boolean;
  template: string;
  filter: string;
  headers: HeaderRow[];
  targets: Target[];
  /** Subscriptions that are still being written. */
  pattern: string;
  /** Where saved header values were given for; empty for a new webhook. */
  savedUrl: string;
  /** The host that somebody said to take them along to; empty while nobody did. */
  takeAlongTo: string;
};

/** The schema's own defaults, so that they are told in one place. */
const defaults = webhookInput.parse({ name: "-", url: "https://example.org", subscriptions: ["*"] });

/** A webhook that does not exist yet. */
export function newValues(url = ""): FormValues {
  const settings = { ...defaults, name: "", url, subscriptions: [], targets: [] };
  return { ...settings, active: true, template: "", filter: "", pattern: "", savedUrl: "", takeAlongTo: "" };
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
    headers: webhook.headerNames.map(keptHeader),
    targets: webhook.targets.map((target) => ({ ...target, typed: "" })),
    pattern: "",
    savedUrl: webhook.url,
    takeAlongTo: "",
    active: webhook.status === "active",
  };
}

/** A saved header. Its field may be there and empty, as while the address leads to another host: that is no change. */
export const keptHeader = (name: string): HeaderRow => ({ name, keep: true, value: undefined });

/** The host that saved header values would now be sent to without having been given for it; null while there is none. */
export function newHostOf({ savedUrl, url }: Pick<FormValues, "savedUrl" | "url">): string | null {
  const origin = originOf(url);
  return savedUrl === "" || origin === originOf(savedUrl) ? null : origin;
}

/** Whether saved values have to be given again. */
export function asksAgain(values: Pick<FormValues, "savedUrl" | "url" | "takeAlongTo">): boolean {
  const host = newHostOf(values);
  return host !== null && host !== values.takeAlongTo;
}

/**
 * What the fields mean. What is still being written counts as added; a template that another format does not use, and a switch that is not there,
 * are left out.
 */
export function toInput(values: FormValues): WebhookInput {
  const { active, template, filter, pattern, savedUrl: _, takeAlongTo: __, ...same } = values;
  const again = asksAgain(values);
  return {
    ...same,
    headers: same.headers.map(({ name, value, keep }) => {
      if (!keep) return { name, value };
      return again ? { name, value: value ?? "" } : { name, keep };
    }),
    subscriptions: withWritten(same.subscriptions, patternsIn(pattern)),
    targets: same.targets.map(({ typed, ...target }) => ({
      ...target,
      values: withWritten(target.values, typed.trim() ? [typed.trim()] : []),
    })),
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

/** A list with what was written besides, each once. */
export function withWritten<T>(list: readonly T[], written: readonly T[]): T[] {
  return [...new Set([...list, ...written])];
}

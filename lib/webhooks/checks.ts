import type { Ctx } from "@/lib/auth/context";
import { type EventTypeInfo, listEventTypes } from "@/lib/catalog";
import { checkUrl, policyFromEnv } from "@/lib/delivery/network/address-guard";
import { AppError, type Fault } from "@/lib/errors";
import { patternProblem } from "@/lib/matching/patterns";
import { filterFaultsOf, templateFaultsOf } from "./content-checks";
import { type WebhookSettings, webhookInput } from "./schema";

/**
 * A whole webhook from something that may or may not be one.
 * @throws AppError invalid with a fault for each field.
 */
export function parseSettings(input: unknown): WebhookSettings {
  const parsed = webhookInput.safeParse(input);
  if (parsed.success) return parsed.data;
  refuse(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

type Checked = Pick<
  WebhookSettings,
  "name" | "url" | "subscriptions" | "filter" | "method" | "contentType" | "format" | "template"
>;

/**
 * What only the server can check: that the address may be reached, that every pattern matches something, that the filter fits the event
 * types, that the template renders. What a webhook has already is not checked again, so that a rename does not fail over a name
 * server that is away, or over an event type that was changed since.
 * @throws AppError invalid with a fault for each field.
 */
export async function checkOnServer(ctx: Ctx, settings: Checked, before?: Checked): Promise<void> {
  const changed = (...keys: (keyof Checked)[]) =>
    keys.some((key) => JSON.stringify(settings[key]) !== JSON.stringify(before?.[key]));
  const needsTypes = changed("subscriptions", "filter", "contentType", "format", "template");
  const [urlFaults, types] = await Promise.all([
    changed("url") ? urlFaultsOf(settings.url) : [],
    needsTypes ? listEventTypes(ctx) : [],
  ]);
  const faults = [
    ...urlFaults,
    ...patternFaultsOf(types, settings.subscriptions, before?.subscriptions ?? []),
    ...(changed("subscriptions", "filter") ? filterFaultsOf(settings, types) : []),
    ...(changed("subscriptions", "contentType", "format", "template")
      ? templateFaultsOf(settings, types)
      : []),
  ];
  if (faults.length > 0) refuse(faults);
}

async function urlFaultsOf(url: string): Promise<Fault[]> {
  const check = await checkUrl(url, policyFromEnv());
  return check.ok ? [] : [{ path: "url", message: check.reason }];
}

function patternFaultsOf(types: EventTypeInfo[], patterns: string[], kept: string[]): Fault[] {
  const known = types.map(({ name }) => name);
  return patterns.flatMap((pattern, index) => {
    const message = kept.includes(pattern) ? null : patternProblem(pattern, known);
    return message ? [{ path: `subscriptions.${index}`, message }] : [];
  });
}

export function refuse(faults: Fault[]): never {
  throw new AppError("invalid", "The webhook was not saved: some of this is not as it should be.", faults);
}

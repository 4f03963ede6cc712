import type { EventTypeInfo } from "@/lib/catalog";
import { templateProblem } from "@/lib/delivery/message/formats/template";
import { RenderError, renderBody } from "@/lib/delivery/message/render";
import type { Fault } from "@/lib/errors";
import { checkFilter } from "@/lib/matching/filter";
import { matchesAny } from "@/lib/matching/patterns";
import { sampleOf } from "./sample-event";
import type { WebhookSettings } from "./schema";

/** How many samples a template is tried on; with endless loops in each, it takes no longer than the first. */
const MAX_SAMPLES = 50;

/** The event types that a webhook's subscriptions match today. */
export function typesCovered(
  subscriptions: readonly string[],
  types: readonly EventTypeInfo[],
): EventTypeInfo[] {
  return types.filter(({ name }) => matchesAny(subscriptions, name));
}

/** What is wrong with a filter, at `filter`. Pure. */
export function filterFaultsOf(
  { filter, subscriptions }: Pick<WebhookSettings, "filter" | "subscriptions">,
  types: readonly EventTypeInfo[],
): Fault[] {
  if (!filter) return [];
  const check = checkFilter(filter, typesCovered(subscriptions, types));
  if (check.ok) return [];
  const { position, message } = check;
  const place =
    position &&
    (position.line > 1 ? `line ${position.line}, column ${position.column}` : `column ${position.column}`);
  return [{ path: "filter", message: place ? `${message} (${place})` : message }];
}

type Templated = Pick<
  WebhookSettings,
  "name" | "method" | "contentType" | "format" | "template" | "subscriptions"
>;

/**
 * What is wrong with a template, at `template`: it does not parse, or what it makes of a sample of a type subscribed to can't be sent (it is
 * no JSON where JSON is promised, too large, never ends). Pure.
 */
export function templateFaultsOf(settings: Templated, types: readonly EventTypeInfo[]): Fault[] {
  const { format, template } = settings;
  if (format !== "template" || !template?.trim()) return [];
  const problem = templateProblem(template);
  if (problem) {
    const { message, line, column } = problem;
    return [{ path: "template", message: `${message} (line ${line}, column ${column})` }];
  }
  for (const type of typesCovered(settings.subscriptions, types).slice(0, MAX_SAMPLES)) {
    const fault = renderFault(settings, type);
    if (fault) return [{ path: "template", message: `With a sample of ${type.name}: ${fault}` }];
  }
  return [];
}

function renderFault(settings: Templated, type: EventTypeInfo): string | null {
  const event = sampleOf(type);
  if (!event) return null;
  try {
    const webhook = { ...settings, id: "00000000-0000-0000-0000-000000000000" };
    renderBody(webhook, event, { eventUrl: "https://hookyard.example/" });
    return null;
  } catch (error) {
    if (error instanceof RenderError) return error.message;
    throw error;
  }
}

import { withMember } from "@/lib/json/members";
import { objectOf } from "@/lib/matching/patterns";
import { renderSlack } from "./formats/slack";
import { RenderError, type RenderEvent, type RenderExtras } from "./formats/summary";
import { renderTeams } from "./formats/teams";
import { renderTemplate } from "./formats/template";
import { renderWebex } from "./formats/webex";

export { RenderError, type RenderEvent, type RenderExtras };

const API_VERSION = "2026-11-01";
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** The settings of a webhook that its body depends on. */
export type RenderSettings = {
  id: string;
  name: string;
  method: string;
  contentType: typeof JSON_TYPE | typeof FORM_TYPE;
  format: "envelope" | "data" | "slack" | "teams" | "webex" | "template";
  template: string | null;
};

export type Rendered = { body: string; contentType: string };

/**
 * The exact body of a delivery. Pure: the same input gives the same bytes. `Envelope` and `Data only` take the data's JSON text as it is and neither
 * parse nor re-serialise it.
 * @throws RenderError (a template that fails), with a sentence for the webhook's owner.
 */
export function renderBody(webhook: RenderSettings, event: RenderEvent, extras: RenderExtras): Rendered {
  const text = renderText(webhook, event, extras);
  const contentType = contentTypeOf(webhook);
  if (contentType === JSON_TYPE) return { body: text, contentType };
  return { body: new URLSearchParams({ payload: text }).toString(), contentType };
}

/** The content type a webhook's bodies have. Teams and Webex answer 415 to anything but JSON, whatever was chosen. */
export function contentTypeOf({
  contentType,
  format,
}: Pick<RenderSettings, "contentType" | "format">): string {
  return format === "teams" || format === "webex" ? JSON_TYPE : contentType;
}

function renderText(webhook: RenderSettings, event: RenderEvent, extras: RenderExtras): string {
  switch (webhook.format) {
    case "envelope":
      return envelope(webhook, event);
    case "data":
      return event.dataText;
    case "slack":
      return renderSlack(event, extras);
    case "teams":
      return renderTeams(event, extras);
    case "webex":
      return renderWebex(event, extras);
    case "template":
      return renderTemplate(webhook, event, extras);
  }
}

/** TidyHQ's container: the resource in `data`, and for updates what changed in `data.changes`. */
function envelope(webhook: RenderSettings, event: RenderEvent): string {
  const created = Math.floor(event.occurredAt.getTime() / 1000);
  return `{"api_version":"${API_VERSION}","id":${JSON.stringify(event.id)},"webhook_id":${JSON.stringify(webhook.id)},"http_method":"${webhook.method}","kind":${JSON.stringify(event.type)},"object":${JSON.stringify(objectOf(event.type))},"created":${created},"data":${withChanges(event)}}`;
}

const withChanges = ({ dataText, changesText }: RenderEvent): string =>
  changesText === null ? dataText : withMember(dataText, "changes", changesText);

import { buildHeaders } from "./headers";
import { contentTypeOf, type RenderEvent, type Rendered, type RenderSettings, renderBody } from "./render";
import { sign } from "./sign";

/** What of a webhook a request is made from; header values and secrets in the clear. */
export type RequestSettings = RenderSettings & {
  headers: readonly (readonly [string, string])[];
  secrets: readonly string[];
};

/** The part of a request that Hookyard makes; Host, Connection and Content-Length come with the connection. */
export type BuiltRequest = { headers: [string, string][]; body: string; contentType: string };

/** The `webhook-id` of a job: made from what it is about, so that it is the same on every try, even one repeated after a crash. */
const messageId = (eventId: string, webhookId: string): string => `msg_${eventId}_${webhookId}`;

/**
 * The exact request of one attempt, for sending it and for showing it beforehand. Pure.
 * @param body what the try before this one sent, to be sent again byte for byte; null renders it afresh.
 * @param consoleUrl where people open the console, for links back to the event.
 * @throws RenderError
 */
export function buildRequest(
  webhook: RequestSettings,
  event: RenderEvent,
  body: string | null,
  consoleUrl: string,
  now: Date,
): BuiltRequest {
  const rendered = render(webhook, event, body, consoleUrl);
  const id = messageId(event.id, webhook.id);
  const timestampSeconds = Math.floor(now.getTime() / 1000);
  const signature = sign({ id, timestampSeconds, body: rendered.body, secrets: webhook.secrets });
  const { contentType } = rendered;
  const headers = buildHeaders({ contentType, id, timestampSeconds, signature, custom: webhook.headers });
  return { headers, ...rendered };
}

function render(
  webhook: RequestSettings,
  event: RenderEvent,
  body: string | null,
  consoleUrl: string,
): Rendered {
  if (body !== null) return { body, contentType: contentTypeOf(webhook) };
  return renderBody(webhook, event, { eventUrl: `${consoleUrl}/developers/events/${event.id}` });
}

/**
 * What Slack, Teams and Webex document about the messages they accept, as small receivers for tests: each answers as the vendor
 * would. Written from the vendors' rules, not from our renderers.
 */
export type Answer = { status: number; body: string };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown, max: number): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= max;
const refuse = (body: string): Answer => ({ status: 400, body });

function parse(contentType: string, body: string): Json | undefined {
  try {
    const text = contentType === "application/json" ? body : new URLSearchParams(body).get("payload");
    const message: unknown = JSON.parse(text ?? "");
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** A receiver of no vendor's: it goes by the content type, and takes a JSON object or the same as the form field `payload`. */
export function plain(contentType: string, body: string): Answer {
  const isKnown = ["application/json", "application/x-www-form-urlencoded"].includes(contentType);
  if (!isKnown) return { status: 415, body: "" };
  return parse(contentType, body) ? { status: 204, body: "" } : refuse("no JSON object");
}

/** Text in which `&`, `<` and `>` appear as entities or as a link alone. */
const SLACK_TEXT = /^(?:[^&<>]|&(?:amp|lt|gt);|<https?:\/\/[^<>|\s]+\|[^<>|]+>)*$/;
const slackText = (value: unknown, types: string[], max: number): boolean =>
  isObject(value) &&
  types.includes(String(value.type)) &&
  isText(value.text, max) &&
  SLACK_TEXT.test(value.text) &&
  Object.keys(value).every((key) =>
    ["type", "text", value.type === "mrkdwn" ? "verbatim" : "emoji"].includes(key),
  );
const EITHER = ["mrkdwn", "plain_text"];

function slackBlock(block: unknown): boolean {
  if (!isObject(block)) return false;
  if (block.type === "header") return slackText(block.text, ["plain_text"], 150);
  if (block.type !== "section" || (block.text === undefined && block.fields === undefined)) return false;
  const { text, fields } = block;
  const fieldsFit =
    Array.isArray(fields) &&
    fields.length > 0 &&
    fields.length <= 10 &&
    fields.every((field) => slackText(field, EITHER, 2000));
  return (text === undefined || slackText(text, EITHER, 3000)) && (fields === undefined || fieldsFit);
}

/** A Slack incoming webhook: JSON, or the same as the form field `payload`. */
export function slack(contentType: string, body: string): Answer {
  const message = parse(contentType, body);
  if (!message) return refuse("invalid_payload");
  if (JSON.stringify(message).length > 13_000) return refuse("msg_too_long");
  if (typeof message.text !== "string" || !SLACK_TEXT.test(message.text) || message.text === "")
    return refuse("no_text");
  const { blocks } = message;
  if (!Array.isArray(blocks) || blocks.length > 50) return refuse("invalid_blocks");
  const bad = blocks.findIndex((block) => !slackBlock(block));
  return bad === -1 ? { status: 200, body: "ok" } : refuse(`invalid_blocks at ${bad}`);
}

const cardElement = (element: unknown): boolean => {
  if (!isObject(element)) return false;
  if (element.type === "TextBlock") return typeof element.text === "string" && element.text !== "";
  if (element.type === "RichTextBlock") {
    const isRun = (run: unknown) => isObject(run) && run.type === "TextRun" && isText(run.text, 5000);
    return Array.isArray(element.inlines) && element.inlines.length > 0 && element.inlines.every(isRun);
  }
  const { facts } = element;
  return (
    element.type === "FactSet" &&
    Array.isArray(facts) &&
    facts.length > 0 &&
    facts.every((fact) => isObject(fact) && isText(fact.title, 1000) && isText(fact.value, 5000))
  );
};

/** A Teams workflow “when a webhook request is received”. It writes the message anew, at worst in ASCII and with HTML's characters as \uXXXX too. */
export function teams(contentType: string, body: string): Answer {
  if (contentType !== "application/json") return { status: 415, body: "" };
  const message = parse(contentType, body);
  const [attachment, more] = Array.isArray(message?.attachments) ? message.attachments : [];
  if (message?.type !== "message" || more !== undefined || !isObject(attachment))
    return refuse("attachments");
  const card = attachment.content;
  if (attachment.contentType !== "application/vnd.microsoft.card.adaptive") return refuse("contentType");
  if (attachment.contentUrl !== null || !isObject(card)) return refuse("content");
  if (card.type !== "AdaptiveCard" || Number(card.version) > 1.4) return refuse("version");
  if (!Array.isArray(card.body) || !card.body.every(cardElement)) return refuse("body");
  const actions = Array.isArray(card.actions) ? card.actions : [];
  const opens = (action: unknown) =>
    isObject(action) && action.type === "Action.OpenUrl" && URL.canParse(String(action.url));
  if (!actions.every(opens)) return refuse("actions");
  const rewritten = JSON.stringify(message).replace(/[^\x20-\x7e]|[&<>'`+]/g, "\\u0000");
  return rewritten.length > 20_000 ? { status: 413, body: "" } : { status: 202, body: "" };
}

/** A Webex incoming webhook. */
export function webex(contentType: string, body: string): Answer {
  if (contentType !== "application/json") return { status: 415, body: "" };
  const message = parse(contentType, body);
  if (!message || Object.keys(message).join() !== "markdown" || !isText(message.markdown, 999))
    return refuse("markdown");
  // A mention would notify people: nothing of an event may make one.
  return /<@|<[a-z]/i.test(message.markdown) ? refuse("mention") : { status: 204, body: "" };
}

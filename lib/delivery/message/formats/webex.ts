import {
  cut,
  type Field,
  fitting,
  type RenderEvent,
  type RenderExtras,
  type Summary,
  summarise,
} from "./summary";

/**
 * A message for a Webex incoming webhook (https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252): Markdown alone,
 * shorter than 1000 characters.
 */
const MAX_FIELDS = 10;
const MAX_CHARACTERS = 999;
/** Of each part, as it is written: a value full of marks must not take the place of all the others. */
const MAX_TITLE = 200;
const MAX_LABEL = 80;
const MAX_VALUE = 240;

/** Markdown's marks, and the `<` that begins HTML and mentions such as <@all>. */
const plain = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\*_[\]`#~|]/g, "\\$&");
const line = ({ label, value }: Field) =>
  `- **${cut(label, MAX_LABEL, plain)}:** ${cut(value, MAX_VALUE, plain)}`;

export function renderWebex(event: RenderEvent, { eventUrl }: RenderExtras): string {
  const whole = summarise(event);
  const all = { ...whole, fields: [...whole.fields.slice(0, MAX_FIELDS), ...whole.changes], changes: [] };
  const markdown = fitting(
    all,
    (text) => text.length <= MAX_CHARACTERS,
    (part) => message(part, part.fields.length < all.fields.length, eventUrl),
  );
  return JSON.stringify({ markdown });
}

function message({ title, fields }: Summary, isCut: boolean, eventUrl: string): string {
  const lines = [`**${cut(title, MAX_TITLE, plain)}**`, "", ...fields.map(line)];
  if (isCut) lines.push("- …");
  const link = `[Open in Hookyard](${eventUrl.replaceAll("(", "%28").replaceAll(")", "%29")})`;
  return [...lines, "", link].join("\n");
}

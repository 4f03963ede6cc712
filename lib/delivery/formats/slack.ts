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
 * A message for a Slack incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, Block Kit). Limits: header 150
 * characters, section 3000, 10 fields of 2000; the whole stays under 13 000. Slack does not say whether it counts `&amp;` as one character or as five:
 * what is written is counted here. A field has at most 260 characters before it is escaped, so it stays below 2000.
 */
const MAX_FIELDS = 10;
const MAX_CHANGES = 10;
const MAX_HEADER = 150;
const MAX_SECTION = 3000;
const MAX_MESSAGE = 12_500;

/** The three characters that Slack's text gives a meaning to: they make mentions and links. */
const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** `verbatim`: names of people and channels in a value stay words. */
const mrkdwn = (text: string) => ({ type: "mrkdwn", text, verbatim: true });
const field = ({ label, value }: Field) => mrkdwn(`*${plain(label)}*\n${plain(value)}`);

export function renderSlack(event: RenderEvent, { eventUrl }: RenderExtras): string {
  const summary = summarise(event);
  const some: Summary = {
    ...summary,
    fields: summary.fields.slice(0, MAX_FIELDS),
    changes: summary.changes.slice(0, MAX_CHANGES),
  };
  return fitting(
    some,
    (text) => text.length <= MAX_MESSAGE,
    (part) => message(part, eventUrl),
  );
}

function message({ title, fields, changes }: Summary, eventUrl: string): string {
  const blocks: object[] = [
    { type: "header", text: { type: "plain_text", text: cut(title, MAX_HEADER, plain) } },
  ];
  if (fields.length > 0) blocks.push({ type: "section", fields: fields.map(field) });
  blocks.push(...changeSections(changes));
  blocks.push({ type: "section", text: mrkdwn(`<${plain(eventUrl)}|Open the event in Hookyard>`) });
  const fallback = fields
    .slice(0, 3)
    .map(({ label, value }) => `${label}: ${value}`)
    .join(", ");
  return JSON.stringify({
    text: cut(fallback ? `${title} (${fallback})` : title, MAX_SECTION, plain),
    blocks,
  });
}

/** The changes, a line each, in as few sections as a section's limit allows. */
function changeSections(changes: Field[]): object[] {
  const texts: string[] = [];
  for (const { label, value } of changes) {
    const line = `• *${plain(label)}:* ${plain(value)}`;
    const longer = `${texts.at(-1) ?? ""}\n${line}`;
    if (texts.length > 0 && longer.length <= MAX_SECTION) texts[texts.length - 1] = longer;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: "section", text: mrkdwn(text) }));
}

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

/** The three characters that Slack gives a meaning to in any text: they make mentions and links. */
const plain = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/**
 * What comes from an event is shown to the letter. Slack's `mrkdwn` has no way to write `*`, `_`, `~`, a backtick or `:emoji:` so that it stays itself, and no
 * invisible character between helps everywhere; in `plain_text` they mean nothing (https://docs.slack.dev/reference/block-kit/composition-objects/text-object).
 */
const literal = (written: string) => ({ type: "plain_text", text: written, emoji: false });
const field = (line: Field) => literal(written(line));
const written = ({ label, value }: Field) => `${plain(label)}: ${plain(value)}`;

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
  const blocks: object[] = [{ type: "header", text: literal(cut(title, MAX_HEADER, plain)) }];
  if (fields.length > 0) blocks.push({ type: "section", fields: fields.map(field) });
  blocks.push(...changeSections(changes));
  const link = `<${plain(eventUrl)}|Open the event in Hookyard>`;
  blocks.push({ type: "section", text: { type: "mrkdwn", text: link, verbatim: true } });
  const fallback = fields
    .slice(0, 3)
    .map(({ label, value }) => `${label}: ${value}`)
    .join(", ");
  return JSON.stringify({
    text: cut(fallback ? `${title} (${fallback})` : title, MAX_SECTION, plain),
    mrkdwn: false,
    blocks,
  });
}

/** The changes, a line each, in as few sections as a section's limit allows. */
function changeSections(changes: Field[]): object[] {
  const texts: string[] = [];
  for (const change of changes) {
    const line = `• ${written(change)}`;
    const longer = `${texts.at(-1) ?? ""}\n${line}`;
    if (texts.length > 0 && longer.length <= MAX_SECTION) texts[texts.length - 1] = longer;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: "section", text: literal(text) }));
}

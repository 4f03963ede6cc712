import { type Field, fitting, type RenderEvent, type RenderExtras, type Summary, summarise } from "./summary";

/**
 * An Adaptive Card in the message that a Teams workflow “when a webhook request is received” takes
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook). Version 1.4 is the newest there; the
 * limit of 28 KB counts what the flow writes anew, so we stay under 20 KB with everything counted as \uXXXX that .NET may write so: what is beyond ASCII,
 * and what means something in HTML.
 */
const MAX_FACTS = 12;
const MAX_CHANGES = 10;
const MAX_BYTES = 18_000;

/** In any text of a card, also where no Markdown is read, `{{DATE(…)}}` and `{{TIME(…)}}` are written in the reader's way: but not across two runs. */
const FUNCTION = /(?<=\{)(?=\{(?:DATE|TIME)\()/;
/**
 * What comes from an event is shown to the letter. A TextBlock and a FactSet read Markdown: emphasis, links, and lists where a value begins with `- ` or
 * `3. `; and a backslash before such a mark is shown by Teams on a phone (https://github.com/microsoft/AdaptiveCards/issues/5590). A TextRun
 * reads none (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
 */
const runs = (text: string, style: object = {}) =>
  text.split(FUNCTION).map((part) => ({ type: "TextRun", text: part, ...style }));
const fact = ({ label, value }: Field) => ({
  type: "RichTextBlock",
  spacing: "Small",
  inlines: [...runs(`${label}: `, { weight: "Bolder" }), ...runs(value)],
});
const worstCaseBytes = (text: string) =>
  text.length + 5 * (text.match(/[^\x20-\x7e]|[\\&<>'`+]/g)?.length ?? 0);

export function renderTeams(event: RenderEvent, { eventUrl }: RenderExtras): string {
  const summary = summarise(event);
  const some: Summary = {
    ...summary,
    fields: summary.fields.slice(0, MAX_FACTS),
    changes: summary.changes.slice(0, MAX_CHANGES),
  };
  return fitting(
    some,
    (text) => worstCaseBytes(text) <= MAX_BYTES,
    (part) => message(part, eventUrl),
  );
}

function message({ title, fields, changes }: Summary, eventUrl: string): string {
  const body: object[] = [
    { type: "RichTextBlock", inlines: runs(title, { size: "Large", weight: "Bolder" }) },
    ...fields.map(fact),
  ];
  if (changes.length > 0) {
    body.push({ type: "TextBlock", text: "Changed", weight: "Bolder", wrap: true });
    body.push(...changes.map(fact));
  }
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body,
    actions: [{ type: "Action.OpenUrl", title: "Open in Hookyard", url: eventUrl }],
  };
  const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content };
  return JSON.stringify({ type: "message", attachments: [attachment] });
}

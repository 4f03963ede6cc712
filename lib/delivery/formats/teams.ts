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

/** Cards know a little Markdown: emphasis and links. */
const plain = (text: string) => text.replace(/[\\*_[\]`]/g, "\\$&");
const fact = ({ label, value }: Field) => ({ title: plain(label), value: plain(value) });
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
    { type: "TextBlock", text: plain(title), size: "Large", weight: "Bolder", wrap: true },
  ];
  if (fields.length > 0) body.push({ type: "FactSet", facts: fields.map(fact) });
  if (changes.length > 0) {
    body.push({ type: "TextBlock", text: "Changed", weight: "Bolder", wrap: true });
    body.push({ type: "FactSet", facts: changes.map(fact) });
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

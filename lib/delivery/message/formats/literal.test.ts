import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { renderSlack } from "./slack";
import { type Field, type RenderEvent, summarise } from "./summary";
import { renderTeams } from "./teams";
import { renderWebex } from "./webex";

// Whatever an event holds, people read it as it is: no part of it becomes formatting, a link, a list or a mention.
const MARKS = [
  ...["- x", "+ x", "* x", "3. x", "3) x", "# x", "> x", "---", "===", "```", "~~~", "| a | b |", "    x"],
  ...["*x*", "_x_", "**x**", "__x__", "~x~", "~~x~~", "`x`", "\\*x\\*", "x\\", ":smile:", "a_b_c", "2*3*4"],
  ...[
    "[a](https://b.example)",
    "![a](b)",
    "[a]: b",
    "<https://a.example>",
    "<b>x</b>",
    "<!-- x -->",
    "<@all>",
    "<!channel>",
  ],
  ...[
    "&amp;",
    "&#42;x&#42;",
    "&copy;",
    "{{DATE(2017-02-14T06:00:00Z, SHORT)}}",
    "{{{TIME(2017-02-14T06:00:00Z)}}",
    "|",
    "•",
    ": ",
  ],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 3 }).map((marks) => marks.join(" ")),
  fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 3 }).map((marks) => marks.join("")),
  fc.string({ unit: fc.constantFrom(..."*_~`[]()<>&#!|\\-+.:{}0a \u00a0\u200b\u2028ä😀"), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."&*\\<漢"), minLength: 100, maxLength: 300 }),
);
const event = fc
  .record({
    data: fc.dictionary(text, text, { maxKeys: 14 }),
    changes: fc.option(fc.dictionary(text, fc.tuple(text, text), { maxKeys: 12 })),
    type: fc.constantFrom("contact.updated", "event.pack.reserved", "a_.b__c", "_.x"),
  })
  .map(
    ({ data, changes, type }): RenderEvent => ({
      id: "01JS3KQX5S2Q1Y7R9T4W8Z6M0A",
      type,
      dataText: JSON.stringify(data),
      changesText: changes && JSON.stringify(changes),
      occurredAt: new Date(0),
    }),
  );
const eventUrl = "https://hooks.example.org/developers/events/01JS3KQX5S2Q1Y7R9T4W8Z6M0A";
const holds = (check: (event: RenderEvent) => void) => fc.assert(fc.property(event, check));
const written = ({ label, value }: Field) => `${label}: ${value}`;

describe("what an event holds is shown to the letter", () => {
  it("in Slack: it stands in plain text alone", () => {
    const asShown = (text: string) =>
      text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    holds((event) => {
      const { title, fields, changes } = summarise(event);
      const { blocks, mrkdwn } = JSON.parse(renderSlack(event, { eventUrl }));
      expect(mrkdwn).toBe(false);
      const link = blocks.pop();
      expect(link.text).toEqual({
        type: "mrkdwn",
        text: `<${eventUrl}|Open the event in Hookyard>`,
        verbatim: true,
      });
      const [header, ...rest] = blocks.flatMap(
        ({ text, fields }: { text?: object; fields?: object[] }) => fields ?? [text],
      );
      for (const shown of [header, ...rest])
        expect(shown).toMatchObject({ type: "plain_text", emoji: false });
      expect(header.text).toBe(title);
      const lines = rest.flatMap((shown: { text: string }) => asShown(shown.text).split("\n"));
      const all = [...fields.map(written), ...changes.map((change) => `• ${written(change)}`)];
      expect(all).toEqual(expect.arrayContaining(lines));
      expect(lines.length).toBeGreaterThanOrEqual(Math.min(4, all.length));
    });
  });

  it("in Teams: it stands in runs, which read no Markdown and have no date function whole", () => {
    type Element = { type: string; text?: string; inlines?: { type: string; text: string }[] };
    holds((event) => {
      const { title, fields, changes } = summarise(event);
      const { body } = JSON.parse(renderTeams(event, { eventUrl })).attachments[0].content as {
        body: Element[];
      };
      const runs = body.flatMap(({ inlines }) => inlines ?? []);
      for (const run of runs) {
        expect(run.type).toBe("TextRun");
        expect(run.text).not.toMatch(/\{\{(DATE|TIME)\(/);
      }
      const others = body.filter(({ inlines }) => !inlines);
      expect(others.every(({ type, text }) => type === "TextBlock" && text === "Changed")).toBe(true);
      const lines = body.flatMap(({ inlines }) =>
        inlines ? [inlines.map(({ text }) => text).join("")] : [],
      );
      expect(lines[0]).toBe(title);
      const all = [...fields, ...changes].map(written);
      expect(all).toEqual(expect.arrayContaining(lines.slice(1)));
      expect(lines.length - 1).toBeGreaterThanOrEqual(Math.min(4, all.length));
    });
  });

  it("in Webex: rendered as Markdown, the text is the value, and nothing else was made of it", () => {
    holds((event) => {
      const { title, fields, changes } = summarise(event);
      const { markdown } = JSON.parse(renderWebex(event, { eventUrl }));
      const [first, ...rest] = inlinesOf(markdown);
      expect(first, markdown).toEqual([title]);
      expect(rest.pop(), markdown).toEqual(["Open in Hookyard"]);
      const all = [...fields.slice(0, 10), ...changes];
      if (rest.at(-1)?.join() === "…") rest.pop();
      for (const [index, parts] of rest.entries()) {
        const { label, value } = all[index] as Field;
        expect(parts, markdown).toHaveLength(2);
        expect(isCutOf(parts[0]?.replace(/:$/, ""), label), markdown).toBe(true);
        expect(isCutOf(parts[1], ` ${value}`), markdown).toBe(true);
      }
      expect(rest.length, markdown).toBeGreaterThanOrEqual(Math.min(2, all.length));
    });
  });
});

/** The text of each paragraph or list item, in parts: what is strong, what is linked, what is plain. @throws for any other structure. */
function inlinesOf(markdown: string): string[][] {
  const blocks = new MarkdownIt({ html: true }).parse(markdown, {});
  const known = /^(paragraph|bullet_list|list_item)_(open|close)$/;
  expect(blocks.filter(({ type }) => type !== "inline" && !known.test(type)).map(({ type }) => type)).toEqual(
    [],
  );
  return blocks
    .filter(({ type }) => type === "inline")
    .map(({ children }) =>
      (children ?? []).flatMap(({ type, content }) => {
        if (type === "text") return content === "" ? [] : [content];
        expect(["strong_open", "strong_close", "link_open", "link_close"], markdown).toContain(type);
        return [];
      }),
    );
}

const isCutOf = (shown: string | undefined, whole: string) =>
  shown === whole || (shown?.endsWith("…") && whole.startsWith(shown.slice(0, -1)));

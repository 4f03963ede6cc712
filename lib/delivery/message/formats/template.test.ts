import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RenderError } from "./summary";
import { MAX_OUTPUT_BYTES, renderTemplate, templateProblem } from "./template";

const event = {
  id: "01JS",
  type: "contact.updated",
  dataText: '{"name":"Ada \\"the\\" first","list":[1,2],"nested":{"a":null}}',
  changesText: null,
  occurredAt: new Date("2026-04-18T09:30:00Z"),
};
const render = (
  template: string,
  contentType = "application/x-www-form-urlencoded",
  dataText = event.dataText,
) =>
  renderTemplate(
    { id: "w", name: "CRM", template, contentType },
    { ...event, dataText },
    { eventUrl: "https://h/e" },
  );
const failure = (template: string, contentType?: string, dataText?: string) => {
  try {
    render(template, contentType, dataText);
  } catch (error) {
    expect(error).toBeInstanceOf(RenderError);
    return (error as RenderError).message;
  }
  throw new Error("It rendered.");
};

describe("a template", () => {
  it("sees the event and the webhook", () => {
    const text =
      "{{ event.id }} {{ event.type }} {{ event.time }} {{ event.created }} {{ event.url }} {{ webhook.id }} {{ webhook.name }}";
    expect(render(text)).toBe("01JS contact.updated 2026-04-18T09:30:00.000Z 1776504600 https://h/e w CRM");
    expect(render("{{ event.data.name }}|{{ event.data.list | join: '-' }}|{{ event.data.none }}")).toBe(
      'Ada "the" first|1-2|',
    );
    expect(render("{{ event.time | date: '%H:%M' }}")).toBe("09:30");
  });

  it("writes any value as JSON", () => {
    const property = fc.property(fc.jsonValue(), (value) => {
      const dataText = JSON.stringify({ value });
      const output = render('{"v": {{ event.data.value | json }}}', "application/json", dataText);
      expect(JSON.parse(output)).toEqual({ v: JSON.parse(dataText).value });
    });
    fc.assert(property);
  });

  it("writes what an event lacks as null", () => {
    const text = '{"a": {{ event.data.none | json }}, "b": {{ event.changes.email[0] | json }}}';
    expect(render(text, "application/json")).toBe('{"a": null, "b": null}');
  });

  it("must give valid JSON where the content type says so", () => {
    expect(failure('{"a": {{ event.data.name }}}', "application/json")).toMatch(/not valid JSON.*\| json/);
    expect(render('{"a": {{ event.data.name }}}')).toContain("Ada");
  });

  it("gives the same each time", () => {
    const text = "{% assign a = 1 %}{% increment b %}{{ a }}";
    expect([render(text), render(text)]).toEqual(["01", "01"]);
  });
});

describe("a template's limits", () => {
  it.each([
    ["a loop over far too much", "{% for i in (1..100000000) %}x{% endfor %}", /too much text/],
    [
      "loops in loops",
      "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}",
      /longer than 100 ms/,
    ],
    [
      "text that doubles",
      "{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}",
      /too much text/,
    ],
    [
      "captures that double",
      "{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
      /too much text/,
    ],
    ["padding without end", "{{ 'now' | date: '%999999999Y' }}", /too much text/],
    ["too deep", "{% if a %}".repeat(1500), /nested too deeply|not closed/],
    ["too long", "x".repeat(16 * 1024 + 1), /longer than 16 KB/],
  ])("%s ends in a clear error", (_what, template, words) => {
    const started = performance.now();
    expect(failure(template)).toMatch(words);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  const list = JSON.stringify({ list: Array.from({ length: 40_000 }, (_, n) => n) });
  const [hay, needle] = ["a".repeat(125_000), `${"a".repeat(30_000)}b${"a".repeat(30_000)}`];
  const texts = JSON.stringify({ hay, needle });
  it.each([
    [
      "hundreds of conditions in one part",
      `{% assign l = event.data.list ${"| where_exp: 'x', 'x >= 0'".repeat(500)} %}`,
      list,
    ],
    ["hundreds of sorts in one part", `{% assign l = event.data.list ${"| sort ".repeat(2_000)} %}`, list],
    ["a long text looked for in a long text", "{{ event.data.hay | replace: event.data.needle }}", texts],
    ["a long text to split by", "{{ event.data.hay | split: event.data.needle }}", texts],
    ["a long text contained", "{% if event.data.hay contains event.data.needle %}{% endif %}", texts],
  ])("%s is stopped", (_what, template, dataText) => {
    const { user } = process.cpuUsage();
    expect(failure(template, undefined, dataText)).toMatch(/too much text|longer than 100 ms/);
    expect(process.cpuUsage().user - user).toBeLessThan(500_000);
  });

  it("output is at most 256 KB", () => {
    const dataText = JSON.stringify({ big: "x".repeat(1000) });
    const times = (n: number) => `{% for i in (1..${n}) %}{{ event.data.big }}{% endfor %}`;
    expect(render(times(262), undefined, dataText).length).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
    expect(failure(times(263), undefined, dataText)).toMatch(/larger than 256 KB/);
    expect(failure(times(5000), undefined, dataText)).toMatch(/too much text/);
  });

  it("however loops, captures and filters are put together, it ends soon, small or with a clear error", () => {
    const { template } = fc.letrec<{ template: string; part: string }>((tie) => ({
      template: fc.array(tie("part"), { maxLength: 3 }).map((parts) => parts.join("")),
      part: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom("{{ s }}", "{{ event.data.list | join: s }}", "{% assign s = s | append: s %}x"),
        fc
          .nat(10_000_000)
          .chain((n) => tie("template").map((t) => `{% for i in (0..${n}) %}${t}{% endfor %}`)),
        tie("template").map((t) => `{% capture s %}${t}{{ s }}{% endcapture %}`),
      ),
    }));
    const property = fc.property(template, (text) => {
      const started = performance.now();
      const assigned = `{% assign s = 'abc' %}${text}`;
      try {
        expect(Buffer.byteLength(render(assigned))).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
      } catch (error) {
        expect(error).toBeInstanceOf(RenderError);
        expect((error as RenderError).message).toMatch(/too much text|longer than 100 ms|larger than 256 KB/);
      }
      expect(performance.now() - started).toBeLessThan(2000);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it.each([
    "{% include 'a' %}",
    "{% render '/etc/passwd' %}",
    "{% layout 'a' %}",
    "{% block a %}{% endblock %}",
  ])("%s: there are no files", (template) => expect(failure(template)).toMatch(/Tag ".*" not found/));

  it("nothing of JavaScript is reached", () => {
    for (const path of [
      "event.constructor",
      "event.data.__proto__",
      "event.data.list.constructor.name",
      "event.data.name.constructor",
      "webhook.toString",
    ]) {
      expect(render(`[{{ ${path} }}]`)).toBe("[]");
    }
  });

  it("whatever is typed renders or ends in a clear error", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "{{",
        "}}",
        "{%",
        "%}",
        " for i in (1..5) ",
        " endfor ",
        " if event.data.name ",
        " endif ",
        " event.data ",
        " | json ",
        "| nope",
        "'",
        '"',
      ),
      fc.string({ maxLength: 10 }),
    );
    const property = fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const template = pieces.join("");
      const problem = templateProblem(template);
      if (problem) {
        expect(problem.message).not.toBe("");
        expect(failure(template)).toContain(problem.message);
      } else {
        try {
          expect(typeof render(template)).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(RenderError);
        }
      }
    });
    fc.assert(property);
  });
});

describe("templateProblem", () => {
  it("says where and why", () => {
    expect(templateProblem("Hello {{ event.id }}")).toBeNull();
    expect(templateProblem("a\n  {{ event.id | nope }}")).toEqual({
      message: "Undefined filter: nope",
      line: 2,
      column: 3,
    });
    expect(templateProblem("{% for %}")).toMatchObject({ line: 1, message: expect.stringMatching(/^[A-Z]/) });
  });
});

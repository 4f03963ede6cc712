import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectTexts } from "@/lib/json/texts.testing";
import { visibleText } from "@/lib/visible-text";
import { slack, teams, webex } from "./formats/vendor-rules.testing";
import { type RenderSettings, renderBody } from "./render";

// Whatever JSON allows in an event, the formats are right.
const webhook: RenderSettings = {
  id: "0196477e-8f4f-7c1a-9e1c-3f0a6a1d2b4c",
  name: "CRM",
  method: "POST",
  contentType: "application/json",
  format: "envelope",
  template: null,
};
const bodyOf = (settings: Partial<RenderSettings>, dataText: string, changesText: string | null = null) =>
  renderBody(
    { ...webhook, ...settings },
    {
      id: "01JS3KQX5S2Q1Y7R9T4W8Z6M0A",
      type: "own.thing",
      dataText,
      changesText,
      occurredAt: new Date("2026-04-18T09:30:00Z"),
    },
    { eventUrl: "https://hooks.example/" },
  ).body;

describe("bodies", () => {
  it("hold the texts to the letter in the formats for programs", () => {
    const property = fc.property(objectTexts, fc.option(objectTexts), (dataText, changesText) => {
      expect(bodyOf({ format: "data" }, dataText, changesText)).toBe(dataText);
      const envelope = bodyOf({}, dataText, changesText);
      if (changesText === null) expect(envelope.endsWith(`"data":${dataText}}`)).toBe(true);
      else expect(envelope.endsWith(`"changes":${changesText}}}`)).toBe(true);
      JSON.parse(envelope);
      const form = bodyOf({ format: "data", contentType: "application/x-www-form-urlencoded" }, dataText);
      expect(new URLSearchParams(form).get("payload")).toBe(dataText);
    });
    fc.assert(property);
  });

  it.each([
    ["slack", slack, 200],
    ["teams", teams, 202],
    ["webex", webex, 204],
  ] as const)("%s takes any text", (format, receive, status) => {
    const property = fc.property(objectTexts, fc.option(objectTexts), (dataText, changesText) => {
      const body = bodyOf({ format }, dataText, changesText);
      expect(receive("application/json", body)).toMatchObject({ status });
      JSON.parse(body, (_key, value) => {
        if (typeof value === "string") expect(visibleText(value)).toBe(value);
        return value;
      });
    });
    fc.assert(property);
  });

  const numbers = '{"status":9007199254740993,"price":12.50,"huge":1e400,"tiny":-1e-400,"list":[1.0,2]}';
  it.each(["slack", "teams", "webex"] as const)("%s writes digits as they were sent", (format) => {
    const body = bodyOf({ format }, numbers, '{"status":[9007199254740992,9007199254740993]}');
    for (const digits of [
      "9007199254740993",
      "12.50",
      "1e400",
      "-1e-400",
      "1.0, 2",
      "9007199254740992 → 9007199254740993",
    ])
      expect(body.replaceAll("\\\\", "")).toContain(digits);
  });

  it("templates write digits as they were sent, and keys in their order", () => {
    const render = (template: string) => bodyOf({ format: "template", template }, numbers);
    expect(render("{{ event.data | json }}")).toBe(numbers);
    expect(render("{{ event.data.status }}")).toBe("9007199254740993");
    expect(render("[{{ event.data.price }}, {{ event.data.price | times: 2 }}]")).toBe("[12.50, 25]");
    expect(render("{% if event.data.status > 9007199254740992 %}1{% endif %}")).toBe("1");
    expect(render("{% if event.data.price == 12.5 and event.data.list[0] == 1 %}1{% endif %}")).toBe("1");
    const ordered = '{"10":{"b":1,"2":[]},"9":null,"__proto__":5,"constructor":"c"}';
    expect(bodyOf({ format: "template", template: "{{ event.data | json }}" }, ordered)).toBe(ordered);
    const keys =
      '[{% for pair in event.data %}"{{ pair[0] }}"{% unless forloop.last %},{% endunless %}{% endfor %}]';
    expect(bodyOf({ format: "template", template: keys }, ordered)).toBe(
      '["10","9","__proto__","constructor"]',
    );
  });

  it("any text goes through a template as it was, white space aside", () => {
    const property = fc.property(objectTexts, (dataText) => {
      const body = bodyOf({ format: "template", template: "{{ event.data | json }}" }, dataText);
      expect(bodyOf({ format: "template", template: "{{ event.data | json }}" }, body)).toBe(body);
      expect(JSON.parse(body)).toEqual(JSON.parse(dataText));
    });
    fc.assert(property);
  });
});

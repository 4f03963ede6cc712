import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slack, teams, webex } from "./formats/vendor-rules.testing";
import { type RenderEvent, type RenderSettings, renderBody } from "./render";

const data = {
  id: "c_81",
  first_name: "Ada",
  email: "ada@example.org",
  status: "active",
  note: "a < b & *c* _d_ [e](f) `g` <@all> <!channel>\nsecond line",
  group: { id: "g_1", label: "Founders", size: 2 },
  tags: ["vip", "speaker"],
  paid: true,
  balance: 12.5,
  address: { city: "Zürich", zip: null },
};
const event: RenderEvent = {
  id: "01JS3KQX5S2Q1Y7R9T4W8Z6M0A",
  type: "contact.updated",
  dataText: JSON.stringify(data),
  changesText: JSON.stringify({ status: ["pending", "active"], email: [null, "ada@example.org"] }),
  occurredAt: new Date("2026-04-18T09:30:00.500Z"),
};
const webhook: RenderSettings = {
  id: "0196477e-8f4f-7c1a-9e1c-3f0a6a1d2b4c",
  name: "CRM",
  method: "POST",
  contentType: "application/json",
  format: "envelope",
  template: null,
};
const extras = { eventUrl: "https://hooks.example.org/developers/events/01JS3KQX5S2Q1Y7R9T4W8Z6M0A" };
const render = (settings: Partial<RenderSettings> = {}, changed: Partial<RenderEvent> = {}) =>
  renderBody({ ...webhook, ...settings }, { ...event, ...changed }, extras);
const template =
  '{"text": {{ event.data.first_name | json }}, "was": {{ event.changes.status[0] | json }}, "hook": {{ webhook.name | json }}}';

describe("golden bodies", () => {
  it.each(["envelope", "data", "slack", "teams", "webex", "template"] as const)("%s", async (format) => {
    await expect(render({ format, template }).body).toMatchFileSnapshot(`./formats/golden/${format}.txt`);
  });

  it.each(["envelope", "data", "slack", "template"] as const)("%s as a form", async (format) => {
    const { body, contentType } = render({
      format,
      template,
      contentType: "application/x-www-form-urlencoded",
    });
    expect(contentType).toBe("application/x-www-form-urlencoded");
    expect(new URLSearchParams(body).get("payload")).toBe(render({ format, template }).body);
    await expect(body).toMatchFileSnapshot(`./formats/golden/${format}-form.txt`);
  });
});

const objects = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()) as fc.Arbitrary<
  Record<string, unknown>
>;

describe("envelope", () => {
  it("is TidyHQ's container around the data's own text", () => {
    const property = fc.property(objects, fc.option(objects), (json, changes) => {
      const dataText = JSON.stringify(json);
      const { body } = render({}, { dataText, changesText: changes && JSON.stringify(changes) });
      const parsed = JSON.parse(body);
      const expected = JSON.parse(dataText);
      expect(Object.keys(parsed)).toEqual([
        "api_version",
        "id",
        "webhook_id",
        "http_method",
        "kind",
        "object",
        "created",
        "data",
      ]);
      expect(parsed.created).toBe(1776504600);
      expect(parsed.data).toEqual(
        changes ? { ...expected, changes: JSON.parse(JSON.stringify(changes)) } : expected,
      );
      if (!changes) expect(body).toContain(dataText);
    });
    fc.assert(property);
  });

  it("keeps the data's text to the letter: spaces, large numbers, order", () => {
    const dataText = '{ "z" : 12345678901234567890,\n "a" : 1.0 }';
    expect(render({}, { dataText, changesText: null }).body).toContain(`"data":${dataText}}`);
    const changed = render({}, { dataText, changesText: '{"a":[0,1]}' }).body;
    expect(changed).toContain('"z" : 12345678901234567890,\n "a" : 1.0,"changes":{"a":[0,1]}}}');
  });

  it.each(["{}", "{ }", '{"changes":1}', '{"chan\\u0067es":1,"a":2}', '{"a":"}"}'])(
    "has `changes` once: %s",
    (dataText) => {
      const { body } = render({}, { dataText, changesText: '{"a":[1,2]}' });
      expect(JSON.parse(body).data.changes).toEqual({ a: [1, 2] });
      expect(body.match(/"chan(g|\\u0067)es":/g)).toHaveLength(1);
    },
  );
});

describe("chat formats", () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      "<!channel>",
      "<@all>",
      "&amp;",
      "*x*",
      "](javascript:x)",
      "a\nb\n# c",
      "\ud800",
      "漢字".repeat(400),
    ),
    fc.string({ unit: "binary", maxLength: 500 }),
    // Marks that are written longer than they are.
    fc.string({ unit: fc.constantFrom("&", "<", ">", "*", "'", '"', "\\", "ä"), maxLength: 300 }),
    fc.integer({ min: 1, max: 300 }).map((times) => "&".repeat(times)),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      hostile,
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 8 }),
      tie("object"),
    ),
    object: fc.dictionary(
      fc.oneof(hostile, fc.constantFrom("name", "title", "status", "user", "email")),
      tie("tree"),
      { maxKeys: 30 },
    ),
  }));
  const keys = fc.oneof(hostile, fc.constantFrom("name", "user"));
  const records = fc.dictionary(keys, tree, { maxKeys: 40 });
  const updates = fc.dictionary(keys, fc.oneof(tree, fc.tuple(hostile, hostile)), { maxKeys: 40 });
  const types = fc.oneof(fc.constant("contact.updated"), hostile);

  it("say “Event” where the type has no words", () => {
    const { body, contentType } = render({ format: "slack" }, { type: "_", dataText: "{}" });
    expect(slack(contentType, body)).toMatchObject({ status: 200 });
    expect(JSON.parse(body).text).toBe("Event");
  });

  it.each([
    ["slack", slack, 200],
    ["teams", teams, 202],
    ["webex", webex, 204],
  ] as const)("%s takes whatever an event holds", (format, receive, status) => {
    const property = fc.property(types, records, fc.option(updates), (type, json, changes) => {
      const changesText = changes && JSON.stringify(changes);
      const changed = { type: type || "contact.updated", dataText: JSON.stringify(json), changesText };
      const { body, contentType } = render({ format }, changed);
      expect(receive(contentType, body), body.slice(0, 2000)).toMatchObject({ status });
    });
    fc.assert(property);
    const form = render({ format, contentType: "application/x-www-form-urlencoded" });
    expect(receive(form.contentType, form.body).status).toBe(status);
  });

  it("vendors refuse plain event JSON, so that these checks check something", () => {
    const { body, contentType } = render();
    for (const receive of [slack, teams, webex]) expect(receive(contentType, body).status).toBe(400);
  });

  it("say what matters: people by name, no ids, changes before and after, a link", () => {
    for (const format of ["slack", "teams", "webex"] as const) {
      const { body } = render({ format });
      for (const text of ["Contact: updated", "Founders", "pending → active", extras.eventUrl])
        expect(body).toContain(text);
      expect(body).not.toContain("g_1");
      // In Teams these are words.
      if (format !== "teams") expect(body).not.toMatch(/<@all>|<!channel>/);
    }
  });

  it("ten changes full of ampersands keep within Slack's sections, and none is left out", () => {
    const changes = Array.from({ length: 10 }, (_, i) => [`field_${i}`, ["&".repeat(40), "&".repeat(40)]]);
    const changed = { changesText: JSON.stringify(Object.fromEntries(changes)) };
    const { body, contentType } = render({ format: "slack" }, changed);
    expect(slack(contentType, body)).toEqual({ status: 200, body: "ok" });
    expect(body.match(/• Field/g)).toHaveLength(10);
  });

  it("Webex text is cut with an ellipsis and keeps its link", () => {
    const long = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`field_${i}`, "x".repeat(300)]));
    const { markdown } = JSON.parse(render({ format: "webex" }, { dataText: JSON.stringify(long) }).body);
    expect(markdown.length).toBeLessThan(1000);
    expect(markdown).toContain("…");
    expect(markdown.endsWith(`[Open in Hookyard](${extras.eventUrl})`)).toBe(true);
  });
});

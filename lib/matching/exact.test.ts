import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectTexts } from "@/lib/json/texts.testing";
import { explainFilter } from "./filter/explain";
import { matchable, matchWebhook } from "./match";

// Whatever JSON allows in an event, the decisions about it are right.
const event = (dataText: string) =>
  matchable({
    id: "01JS3KQX5S2Q1Y7R9T4W8Z6M0A",
    type: "own.thing",
    dataText,
    changesText: null,
    occurredAt: new Date("2026-04-18T09:30:00Z"),
  });
const decide = (
  filter: string,
  dataText: string,
  targets: Parameters<typeof matchWebhook>[0]["targets"] = [],
) => matchWebhook({ subscriptions: ["*"], targets, filter }, event(dataText));

describe("filters", () => {
  it.each([
    "event.data.id == 9007199254740993 && event.data.id != 9007199254740992",
    "event.data.id > 9007199254740992 && event.data.id < 9007199254740994",
    "9007199254740993 in event.data.ids && !(9007199254740992 in event.data.ids)",
    "event.data.id != 9007199254740992.0 && event.data.same == event.data.id",
    "event.data.long > 9223372036854775807 && string(event.data.long) == '12345678901234567890'",
    "event.data.huge > event.data.long && event.data.huge > 1.7e308",
    "event.data.tiny > 0 && event.data.tiny != 0 && event.data.tiny < 0.000001",
    "event.data.small == 100 && event.data.small + 1 == 101",
    "event.data['__proto__'].a == 1 && !has(event.data.toString)",
    "event.data.constructor == 'x' && event.data.text.contains('a')",
    "event.data.inner.constructor == null && event.data.inner.name == 'n'",
    "'constructor' in event.data && size(event.data.inner) == 2",
  ])("%s", (filter) => {
    const dataText =
      '{"id":9007199254740993,"same":9007199254740993.0,"ids":[1,9007199254740993],"long":12345678901234567890,"huge":1e400,"tiny":1e-400,"small":1e2,' +
      '"__proto__":{"a":1},"constructor":"x","inner":{"constructor":null,"name":"n"},"text":"a\\ud83d\\u0000"}';
    expect(decide(filter, dataText)).toEqual({ matches: true });
  });

  it("never fail, and show what they read as it was sent", () => {
    const property = fc.property(objectTexts, (dataText) => {
      const content = event(`{"it":${dataText},"n":9007199254740993,"e":1e400}`);
      const filter = "event.data.it == event.data.it && size(event.data.it) >= 0";
      expect(matchWebhook({ subscriptions: ["*"], targets: [], filter }, content)).toEqual({ matches: true });
      explainFilter("event.data.it == 1", content.parsed, content.characters);
    });
    fc.assert(property);
    const text = '{"n":9007199254740993,"e":1e400}';
    const { parsed, characters } = event(text);
    expect(explainFilter("event.data.n == 1", parsed, characters).values).toEqual([
      { path: "event.data.n", value: "9007199254740993" },
    ]);
  });
});

describe("target attendees", () => {
  it.each([
    ["9007199254740993", true],
    ["9007199254740992", false],
  ])("with a ticket type that is the number %s: %s", (wanted, matches) => {
    const targets = [{ field: "ticket_type" as const, values: [wanted] }];
    expect(decide("true", '{"ticket_type":9007199254740993}', targets).matches).toBe(matches);
  });

  it("are looked for under any key", () => {
    for (const key of ["__proto__", "constructor", "toString"]) {
      const targets = [{ field: "custom" as const, key, values: ["x"] }];
      expect(decide("true", `{"custom_fields":{"${key}":"x"}}`, targets).matches).toBe(true);
      expect(decide("true", '{"custom_fields":{"a":"x"}}', targets).matches).toBe(false);
    }
  });

  it("say why not, whatever the text", () => {
    const targets = [{ field: "ticket_type" as const, values: ["VIP"] }];
    const { why } = decide("true", '{"ticket_type":"a\\ud83d\\u0000"}', targets) as { why: string };
    expect(why).toBe("Ticket type is “a\ufffd\ufffd”, and the webhook wants “VIP”.");
  });
});

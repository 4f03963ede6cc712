import { describe, expect, it } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { checkFilter, compileFilter, evaluateFilter } from "./filter";
import { explainFilter } from "./filter/explain";
import { MAX_FILTER_CHARACTERS } from "./filter/limits";

const attendees = builtInTypes.filter(({ name }) => name.startsWith("attendee."));
const sample = attendees[0]?.sample as Record<string, unknown>;

const eventOf = (data: unknown, changes: unknown = {}) => ({
  id: "01KQ",
  type: "attendee.updated",
  object: "attendee",
  data,
  changes,
  time: new Date("2026-04-18T09:30:00Z"),
});
const decide = (expression: string, data: unknown = sample, changes: unknown = {}) =>
  evaluateFilter(compileFilter(expression), eventOf(data, changes), JSON.stringify(data).length);
const _own = (schema: Record<string, unknown> | null) => [{ name: "own.done", schema }];
const messageOf = (expression: string, types = attendees as Parameters<typeof checkFilter>[1]) => {
  const check = checkFilter(expression, types);
  return check.ok ? "ok" : check.message;
};

describe("evaluateFilter", () => {
  it.each([
    'event.data.ticket_type == "Sponsor"',
    'event.type == "attendee.updated" && event.object == "attendee"',
    'event.data.custom_fields.tshirt in ["M", "L"]',
    'event.data.email.lowerAscii().endsWith("@example.org")',
    'event.data.email.matches("^[a-z]+@example[.]org$")',
    'event.time > timestamp("2026-01-01T00:00:00Z")',
    'timestamp(event.data.created_at) < event.time - duration("24h")',
    "has(event.data.ticket_type) && !has(event.data.custom_fields.shoe_size)",
    "size(event.data.custom_fields) == 2",
    "event.time.getFullYear() == 2026",
  ])("lets an event pass: %s", (expression) => {
    expect(messageOf(expression)).toBe("ok");
    expect(decide(expression)).toEqual({ matches: true });
  });

  it("mixes numbers as JSON does", () => {
    const data = { n: 3, price: 2.5, list: [1, 2.5, 3], none: null };
    for (const expression of [
      "event.data.n == 3 && event.data.n != 4 && event.data.n > 2.5",
      "event.data.n + 1 == 4 && event.data.n % 2 == 1 && 10 / event.data.price == 4.0",
      "event.data.n in [1, 2, 3] && 1 in event.data.list && event.data.list[1] == event.data.price",
      "event.data.list.exists(x, x > event.data.price) && event.data.list.filter(x, x > 1).size() == 2",
      'event.data.none == null && event.data.none != "a" && event.data.none != 0',
      "size(event.data.list) == 3.0",
    ]) {
      expect([expression, decide(expression, data)]).toEqual([expression, { matches: true }]);
    }
  });

  it.each([
    ['event.data.ticket_type == "Visitor"', "The filter is false."],
    ["event.data.seats > 3", "The filter could not be decided. There is no “seats” in event.data."],
    ["event.data.email > 3", "The filter could not be decided. > does not work between a text and a number."],
    ["event.data.email", "The filter gives a text, not true or false."],
    ["event.data.email.matches(event.data.first_name + '(')", /This pattern can't be used/],
    ["event.data.", "The filter could not be decided. The filter ends too early."],
  ])("lets no event pass, and says why: %s", (expression, why) => {
    expect(decide(expression)).toEqual({
      matches: false,
      why: typeof why === "string" ? why : expect.stringMatching(why),
    });
  });

  it("takes a missing side of || and && for decided where the other decides", () => {
    expect(decide('event.data.nickname == "x" || true')).toEqual({ matches: true });
    expect(decide('event.data.nickname == "x" && false')).toEqual({
      matches: false,
      why: "The filter is false.",
    });
  });

  it("lets nothing pass that is too long", () => {
    const result = decide(`"${"a".repeat(MAX_FILTER_CHARACTERS)}" == ""`);
    expect(result).toEqual({ matches: false, why: expect.stringContaining("at most 2000 characters") });
  });

  it("sees what changed", () => {
    const changes = { ticket_type: [null, "Sponsor"] };
    expect(decide('event.changes.ticket_type[1] == "Sponsor"', sample, changes)).toEqual({ matches: true });
    expect(decide('"language" in event.changes', sample, changes).matches).toBe(false);
  });

  it("reaches nothing but the event", () => {
    for (const expression of [
      'event.constructor.constructor("return process")() == 1',
      "event.data.__proto__ == null",
      'event.data["constructor"].name == "Object"',
      'event.data.toString() == ""',
      "process.env == null",
      "globalThis == null",
    ]) {
      expect([expression, decide(expression).matches]).toEqual([expression, false]);
    }
  });
});

describe("bounds", () => {
  const many = { list: Array.from({ length: 60_000 }, (_, i) => i), text: "a".repeat(120_000) };
  const characters = JSON.stringify(many).length;
  const timed = (expression: string) => {
    compileFilter(expression);
    const begin = performance.now();
    const result = evaluateFilter(compileFilter(expression), eventOf(many), characters);
    return { result, ms: performance.now() - begin };
  };

  it.each([
    "event.data.list.all(a, event.data.list.all(b, a + b >= 0))",
    "event.data.list.exists(a, event.data.list.exists(b, event.data.list.exists(c, a + b + c < 0)))",
    "event.data.list.map(a, event.data.list).all(l, l == event.data.list)",
    'event.data.list.all(a, !event.data.text.contains("b"))',
    'event.data.list.all(a, (event.data.text + event.data.text).contains("a"))',
    "event.data.list.all(a, event.data.list != [1, 2] || event.data.missing)",
    'event.data.text.matches("^(a+)+$") && event.data.text.matches("(a|a)*b")',
  ])("gives up on %s, soon", { timeout: 20_000 }, (expression) => {
    const { result, ms } = timed(expression);
    expect(result).toMatchObject({ matches: false, why: expect.stringMatching(/too much work|is false/) });
    // Some 50 ms on an idle machine; without bounds it would be minutes.
    expect(ms).toBeLessThan(5_000);
  });

  it("goes through lists of a usual size", () => {
    const items = Array.from({ length: 3_000 }, (_, i) => ({
      status: i === 2_999 ? "Open" : "Done",
      price: i,
    }));
    expect(decide('event.data.items.exists(i, i.status == "Open" && i.price > 10)', { items })).toEqual({
      matches: true,
    });
  });

  it.each([
    ["nested too deeply", `${"(".repeat(60)}true${")".repeat(60)}`],
    ["too long", Array(200).fill("true").join("&&")],
    ["at most 2000", `true ${" ".repeat(2_000)}`],
  ])("refuses what is %s", (reason, expression) => {
    expect(messageOf(expression)).toContain(reason);
    expect(decide(expression).matches).toBe(false);
  });

  it.each(["join", "split", "bytes", "bind", "base64"])(
    "refuses %s(), which makes values without end",
    (name) => {
      const call = {
        join: 'event.data.ticket_type.split(",").join("") == ""',
        split: 'event.data.email.split("") == []',
        bytes: 'bytes("a") == bytes("b")',
        bind: "cel.bind(x, 1, x == 1)",
        base64: 'bytes("a").base64() == ""',
      }[name] as string;
      expect(messageOf(call)).toMatch(/^There is no function \w+\(\) in filters\./);
    },
  );
});

describe("explainFilter", () => {
  const explain = (expression: string) => explainFilter(expression, eventOf(sample), 500);

  it("finds the part that decided, with its values", () => {
    expect(explain('event.data.language == "en" && (event.data.ticket_type == "VIP" && true)')).toEqual({
      expression: 'event.data.ticket_type == "VIP"',
      values: [{ path: "event.data.ticket_type", value: '"Sponsor"' }],
    });
    expect(explain('event.data.language == "de" || event.data.custom_fields["tshirt"] == "M"')).toEqual({
      expression: 'event.data.custom_fields["tshirt"] == "M"',
      values: [{ path: 'event.data.custom_fields["tshirt"]', value: '"M"' }],
    });
    expect(explain("event.data.seats > 3").values).toEqual([{ path: "event.data.seats", value: null }]);
    expect(explain("event.data.").values).toEqual([]);
  });
});

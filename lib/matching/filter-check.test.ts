import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { checkFilter, compileFilter, describeFilterVariables, evaluateFilter } from "./filter";

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
const own = (schema: Record<string, unknown> | null) => [{ name: "own.done", schema }];
const messageOf = (expression: string, types = attendees as Parameters<typeof checkFilter>[1]) => {
  const check = checkFilter(expression, types);
  return check.ok ? "ok" : check.message;
};

describe("checkFilter", () => {
  it.each([
    [
      'event.data.tickettype == "a"',
      "There is no “tickettype” in event.data. Did you mean “ticket_type”?",
      11,
    ],
    ["event.data.ticket_type == 5", "== does not work between a text and a number.", 0],
    ["event.data.email && true", "Both sides of && and || have to be true or false; this is a text.", 0],
    ["event.data.email", "A filter has to come to true or false; this is a text.", undefined],
    ["event.data.email.startsWith(3)", "startsWith() does not work on a text, given a number.", 0],
    [
      "event.data.email.startWith('a')",
      "There is no function startWith() in filters. Did you mean startsWith()?",
      17,
    ],
    ["has(event.data.emial) && true", "There is no “emial” in event.data. Did you mean “email”?", 15],
    ["ticket_type == 'a'", /^There is no “ticket_type”. Everything about an event is below event/, 0],
    ["event.data.email ==", "The filter ends too early.", 19],
    ["event.data.email = 'a'", /can't stand here|Unexpected/, 17],
    ["event.data.email == 'a", "A text is not closed: its second quote is missing.", 20],
    ['event.data.email.matches("(?=a)")', /^This pattern can't be used/, 25],
    ['event.time > timestamp("2026")', /^A time is written as/, 23],
    ['event.time > "2026-01-01"', "> does not work between a time and a text.", 0],
    ["", "Write a condition, or leave the filter out.", undefined],
    ["event.seats == 1", "There is no “seats” in event.", 6],
  ])("refuses %s", (expression, message, offset) => {
    const check = checkFilter(expression, attendees);
    expect(check).toMatchObject({
      ok: false,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
    expect(check.ok ? -1 : check.position?.offset).toBe(offset);
  });

  it("tells the line and the column", () => {
    const check = checkFilter('event.data.language == "de" &&\n  event.data.foo', attendees);
    expect(check).toMatchObject({ position: { line: 2, column: 14, offset: 44, length: 3 } });
  });

  it("takes null for what may be none, and fields that one type alone has", () => {
    expect(messageOf('event.data.ticket_type == null || event.data.ticket_type.contains("S")')).toBe("ok");
    const all = builtInTypes;
    expect(messageOf('event.type.startsWith("attendee.") && event.data.ticket_type == "a"', all)).toBe("ok");
    expect(messageOf('event.data.user.profile_fields["company"].value == "a"', all)).toBe("ok");
    expect(messageOf("event.data.nothing == 1", all)).toMatch(/no “nothing”/);
  });

  it("lets types without a schema be anything", () => {
    expect(messageOf("event.data.anything.at[0].all > 3", own(null))).toBe("ok");
    expect(messageOf("event.data.flag", own(null))).toBe("ok");
    expect(messageOf("event.data.anything == 1", [...attendees, ...own(null)])).toBe("ok");
    expect(messageOf("event.data.anything == 1", [])).toBe("ok");
    expect(messageOf("event.nothing == 1", own(null))).toMatch(/no “nothing”/);
  });

  it("reads JSON Schema", () => {
    const types = own({
      type: "object",
      $defs: {
        line: { type: "object", properties: { sku: { type: "string" }, count: { type: "integer" } } },
      },
      properties: {
        lines: { type: "array", items: { $ref: "#/$defs/line" } },
        status: { enum: ["open", "done", null] },
        owner: { anyOf: [{ type: "null" }, { type: "object", properties: { name: { type: "string" } } }] },
        tags: { type: ["array", "null"], items: { type: "string" } },
        extra: { type: "object", additionalProperties: { type: "number" } },
        both: {
          allOf: [{ type: "object", properties: { a: { type: "string" } } }, { properties: { b: {} } }],
        },
        "first-name": { type: "string" },
        open: { type: "object", properties: { a: { type: "string" } }, additionalProperties: true },
        loop: { $ref: "#/properties/loop" },
      },
    });
    for (const expression of [
      "event.data.lines.exists(l, l.count > 2 && l.sku.startsWith('a'))",
      "event.data.owner == null || event.data.owner.name == 'x'",
      "event.data.tags != null && event.data.tags.size() > 1",
      "event.data.extra['x'] > 2",
      "event.data.both.a == 'x' && event.data.both.b == 1",
      "event.data['first-name'] == 'x'",
      "event.data.open.whatever == 1",
      "event.data.loop.loop.loop == 1",
    ]) {
      expect([expression, messageOf(expression, types)]).toEqual([expression, "ok"]);
    }
    expect(messageOf("event.data.lines.exists(l, l.cuont > 2)", types)).toBe("There is no “cuont” in l.");
    expect(messageOf("event.data.lines[0].cuont > 2", types)).toMatch(/Did you mean “count”/);
    expect(messageOf("event.data.owner.nam == 'x'", types)).toMatch(/Did you mean “name”/);
    expect(messageOf("event.data.status > 3", types)).toMatch(/between a text and a number/);
  });

  it("never throws, and what it takes can be evaluated", () => {
    const piece = fc.constantFrom(
      ...[
        "event",
        ".data",
        ".ticket_type",
        ".x",
        "[0]",
        '["a"]',
        " == ",
        " && ",
        "!",
        "(",
        ")",
        '"a"',
        "3",
        "1.5",
      ],
      ...[
        "null",
        "has(",
        "size(",
        ".exists(x, x",
        ".matches(",
        " in ",
        "[",
        "]",
        "{",
        "}",
        "?",
        ":",
        "'",
        "\n",
        "-",
        "true",
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((p) => p.join("")),
          fc.string(),
        ),
        (text) => {
          const check = checkFilter(text, attendees);
          const result = decide(text);
          if (!check.ok && check.position) expect(check.position.offset).toBeLessThanOrEqual(text.length);
          if (check.ok) expect("program" in compileFilter(text)).toBe(true);
          if (!result.matches) expect(result.why).toMatch(/^The filter .+\.$/s);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("agrees with JavaScript on equality of a field", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const literal = b === null ? "null" : JSON.stringify(b);
        fc.pre(!/[\u2028\u2029\ud800-\udfff]/.test(String(b)));
        expect(decide(`event.data.x == ${literal}`, { x: a }).matches).toBe(a === b);
      }),
    );
  });
});

describe("describeFilterVariables", () => {
  it("lists paths with their types, parents first", () => {
    const variables = describeFilterVariables(attendees);
    const byPath = new Map(variables.map((variable) => [variable.path, variable]));
    expect(byPath.get("event.data.ticket_type")?.type).toBe("text, or none");
    expect(byPath.get("event.data.custom_fields")?.type).toBe("object with any keys");
    expect(byPath.get("event.type")?.values).toContain('"attendee.created"');
    expect(byPath.get("event.time")?.type).toBe("time");
    expect(variables.findIndex(({ path }) => path === "event.data")).toBeLessThan(
      variables.findIndex(({ path }) => path === "event.data.id"),
    );
  });

  it("lists what can be checked", () => {
    for (const { path } of describeFilterVariables(builtInTypes)) {
      expect([path, messageOf(`dyn(${path}) == 1`, builtInTypes)]).toEqual([path, "ok"]);
    }
  });
});

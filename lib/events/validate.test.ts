import { describe, expect, it } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { schemaProblem } from "@/lib/json-schema/problem";
import { checkEvents, dataFaults } from "./validate";

const catalog = new Map(builtInTypes.map((type) => [type.name, type]));
const catalogEntry = {
  module: "Your own",
  description: "",
  sample: null,
  sampleChanges: null,
  builtIn: false,
};
const at = (index: number) => `events[${index}].`;

describe("the built-in catalog", () => {
  it.each(builtInTypes.map((type) => [type.name, type] as const))(
    "%s has a sample that fits its schema",
    (_, type) => {
      expect(schemaProblem(type.schema ?? {})).toBeNull();
      expect(dataFaults(type, type.sample)).toEqual([]);
      for (const [key, [before, now]] of Object.entries(type.sampleChanges ?? {}) as [string, unknown[]][]) {
        expect(dataFaults(type, { ...type.sample, [key]: before })).toEqual([]);
        expect(type.sample?.[key]).toEqual(now);
      }
    },
  );
});

describe("checkEvents", () => {
  const sample = catalog.get("attendee.created")?.sample;

  it("takes good events as they are, also with fields the schema does not know", () => {
    const event = {
      type: "attendee.created",
      data: { ...sample, badge: "B-12" },
      time: "2026-04-18T09:30:00+02:00",
    };
    expect(checkEvents([event], catalog, at)).toEqual({ ok: true, events: [event] });
  });

  const faultsOf = (event: unknown) => {
    const result = checkEvents([{ type: "attendee.created", data: sample }, event], catalog, at);
    return result.ok ? [] : result.faults.map(({ path }) => path);
  };

  it("names the element and the field of every fault", () => {
    expect(faultsOf("text")).toEqual(["events[1]"]);
    expect(faultsOf({ data: {} })).toEqual(["events[1].type"]);
    expect(faultsOf({ type: "attendee.created" })).toEqual(["events[1].data"]);
    expect(faultsOf({ type: "Attendee Created", data: {} })).toEqual(["events[1].type"]);
    expect(faultsOf({ type: "attendee.created", data: sample, when: 1 })).toEqual(["events[1].when"]);
    expect(faultsOf({ type: "attendee.created", data: sample, time: "yesterday" })).toEqual([
      "events[1].time",
    ]);
    expect(faultsOf({ type: "attendee.created", data: { ...sample, email: 1, id: undefined } })).toEqual(
      expect.arrayContaining(["events[1].data.id", "events[1].data.email"]),
    );
  });

  it("suggests the type that was meant", () => {
    const result = checkEvents([{ type: "attendee.craeted", data: {} }], catalog, () => "");
    expect(result).toMatchObject({
      ok: false,
      faults: [{ path: "type", message: expect.stringContaining("attendee.created") }],
    });
  });
});

it("refuses events of a type whose schema can't be used, in words, and no others", () => {
  const broken = new Map([
    [
      "order.paid",
      { ...catalogEntry, name: "order.paid", schema: { properties: { note: { pattern: "(" } } } },
    ],
    ["order.sent", { ...catalogEntry, name: "order.sent", schema: { required: ["id"] } }],
  ]);
  expect(checkEvents([{ type: "order.paid", data: {} }], broken, at)).toEqual({
    ok: false,
    faults: [
      {
        path: "events[0].type",
        message: expect.stringContaining("can't be used. properties.note.pattern: "),
      },
    ],
  });
  expect(checkEvents([{ type: "order.sent", data: { id: 1 } }], broken, at)).toMatchObject({ ok: true });
});

it("bounds what all events of a call cost together", () => {
  const schema = { patternProperties: { "(a?b?){9}[^a-z]": true } };
  const costly = new Map([["order.paid", { ...catalogEntry, name: "order.paid", schema }]]);
  const data = Object.fromEntries(
    Array.from({ length: 15 }, (_, n) => [`${"ab".repeat(8)}${String.fromCharCode(97 + n)}`, 1]),
  );
  const call = Array.from({ length: 1_000 }, () => ({ type: "order.paid", data }));
  expect(checkEvents(call.slice(0, 1), costly, at)).toMatchObject({ ok: true });
  expect(checkEvents([...call, ...call, ...call, ...call], costly, at)).toMatchObject({
    ok: false,
    faults: expect.arrayContaining([
      expect.objectContaining({ message: expect.stringContaining("too much work") }),
    ]),
  });
});

it("points into arrays and says what is missing, in a schema of an organisation's own", () => {
  const schema = {
    $id: "https://example.org/order",
    type: "object",
    properties: { lines: { type: "array", items: { type: "object", required: ["sku"] } } },
  };
  expect(dataFaults({ schema }, { lines: [{ sku: 1 }, {}] })).toEqual([
    { path: "data.lines[1].sku", message: "Missing." },
  ]);
  expect(dataFaults({ schema: { ...schema } }, { lines: [] })).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { checkEvents, dataFaults, schemaProblem } from "./validate";

const catalog = new Map(builtInTypes.map((type) => [type.name, type]));
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
  expect(schemaProblem({ type: "nonsense" })).toContain("not a valid JSON Schema");
});

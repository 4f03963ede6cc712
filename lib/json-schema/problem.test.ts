import { describe, expect, it } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { SchemaProblem } from "./compile";
import { schemaProblem } from "./problem";
import { faultsOf, newBudget, validatorOf } from "./validator";

function faults(schema: object, value: unknown) {
  const validator = validatorOf(schema);
  if (validator instanceof SchemaProblem) throw validator;
  return faultsOf(validator, value, newBudget());
}

const deep = (depth: number): object => (depth === 0 ? {} : { properties: { a: deep(depth - 1) } });

describe("a schema that can't be used is refused with its place", () => {
  it.each<[object, string, RegExp]>([
    [{ type: "nonsense" }, "type", /Must be one of null, boolean, string/],
    [{ properties: { age: { minimum: "1" } } }, "properties.age.minimum", /Must be a number/],
    [{ properties: { age: 1 } }, "properties.age", /Must be a schema/],
    [{ items: [{}] }, "items", /Use prefixItems/],
    [{ required: ["a", 1] }, "required", /list of names/],
    [{ anyOf: [] }, "anyOf", /at least one schema/],
    [{ maxLength: -1 }, "maxLength", /whole number/],
    [{ multipleOf: 0 }, "multipleOf", /over 0/],
    [{ properties: { a: { pattern: "(?=a)" } } }, "properties.a.pattern", /looks ahead/],
    [{ patternProperties: { "(": true } }, "patternProperties.(", /can't be used: /],
    [{ allOf: [{ $ref: "https://example.org/a.json" }] }, "allOf.0.$ref", /nothing is fetched/],
    [{ $ref: "#/$defs/missing" }, "$ref", /nothing at #\/\$defs\/missing/],
    [{ $ref: "#missing" }, "$ref", /nothing at/],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, "$schema", /Only JSON Schema 2020-12/],
    [{ properties: { a: { $id: "https://example.org/" } } }, "properties.a.$id", /whole schema/],
    [{ $dynamicRef: "#a" }, "$dynamicRef", /Use \$ref/],
    [{ type: "string", nullable: true }, "nullable", /list of types/],
    [{ $defs: { unused: { type: 1 } } }, "$defs.unused.type", /Must be one of/],
    [{ $ref: "#/definitions/a", definitions: { a: { $ref: "#/definitions/a" } } }, "", /without end/],
    [{ allOf: [{ $ref: "#" }] }, "", /without end/],
    [{ enum: Array.from({ length: 20_000 }, (_, n) => `${n}`) }, "", /at most 65536/],
    [{ allOf: Array.from({ length: 2_001 }, () => ({})) }, "", /more than 2000 schemas/],
    [
      { allOf: Array.from({ length: 30 }, (_, n) => ({ pattern: `^a{1,200}${n}` })) },
      "",
      /patterns are too large/,
    ],
  ])("%o", (schema, path, message) => {
    expect(schemaProblem(schema)).toEqual({ path, message: expect.stringMatching(message) });
  });

  it.each([65, 5_000])("nested %i deep", (depth) => {
    expect(schemaProblem(deep(depth))).toMatchObject({ message: "It is nested too deeply." });
    expect(schemaProblem(deep(60))).toBeNull();
  });

  it("takes those of the built-in types, and what says nothing to us", () => {
    for (const { schema } of builtInTypes) expect(schemaProblem(structuredClone(schema ?? {}))).toBeNull();
    expect(
      schemaProblem({ title: "A", examples: [1], format: "colour", "x-own": {}, $comment: "" }),
    ).toBeNull();
  });
});

describe("faults", () => {
  it.each<[object, unknown, string, string]>([
    [{ type: "string" }, 1, "", "Must be string."],
    [{ type: ["string", "null"] }, 1, "", "Must be string or null."],
    [{ properties: { a: { required: ["b"] } } }, { a: {} }, ".a.b", "Missing."],
    [{ items: { items: { const: { x: 1 } } } }, [[{ x: 2 }]], "[0][0]", 'Must be {"x":1}.'],
    [{ additionalProperties: false }, { a: 1 }, ".a", "Not known here."],
    [{ unevaluatedProperties: false }, { a: 1 }, ".a", "Not known here."],
    [{ enum: ["a", 2] }, 3, "", 'Must be one of "a", 2.'],
    [{ exclusiveMinimum: 3 }, 3, "", "Must be over 3."],
    [{ minLength: 1 }, "", "", "Must have at least 1 character."],
    [{ maxLength: 1 }, "😀😀", "", "Must have at most 1 character."],
    [{ pattern: "^a$" }, "b", "", "Must match the pattern ^a$."],
    [{ format: "email" }, "b", "", "Must be of the format email."],
    [{ uniqueItems: true }, [1, { a: 1, b: 2 }, { b: 2, a: 1 }], "", "Items 1 and 2 are the same."],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      ".ab",
      "This name can't be used. Must have at most 1 character.",
    ],
    [{ properties: { a: false } }, { a: 1 }, ".a", "Not allowed here."],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, 1, "", "Must be string. Or: Must be null."],
    [
      { anyOf: [{ type: "null" }, { type: "object", properties: { a: { type: "string" } } }] },
      { a: 1 },
      ".a",
      "Must be string.",
    ],
    [{ oneOf: [{}, {}] }, 1, "", "Fits more than one of the choices, and must fit only one."],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, ".b", "Missing; needed beside a."],
    [{ required: ["__proto__"] }, {}, ".__proto__", "Missing."],
  ])("%o", (schema, value, path, message) => {
    expect(faults(schema, value)).toEqual([{ path, message }]);
  });

  it("are at most twenty, and cut their keys", () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${"k".repeat(500)}${n}`, 1]));
    const found = faults({ additionalProperties: false }, many);
    expect(found).toHaveLength(20);
    expect(found[0]?.path).toHaveLength(102);
  });
});

describe("what fits", () => {
  it.each<[object, unknown]>([
    [{ multipleOf: 0.01 }, 19.99],
    [{ multipleOf: 0.1 }, 1e22],
    [{ multipleOf: 1e-7 }, 0.3],
    [{ const: -0 }, 0],
    [
      {
        $id: "https://example.org/a",
        $defs: { s: { type: "string" } },
        $ref: "https://example.org/a#/$defs/s",
      },
      "a",
    ],
    [{ $ref: "#here", $defs: { a: { $anchor: "here", type: "null" } } }, null],
    [{ $ref: "#/properties/a~1b%20c", properties: { "a/b c": { type: "null" } } }, null],
    [{ contains: { const: 1 }, unevaluatedItems: { const: 2 } }, [1, 2, 1]],
    [
      {
        anyOf: [{ $ref: "#/$defs/a" }, true],
        unevaluatedProperties: false,
        $defs: { a: { properties: { x: true } } },
      },
      { x: 1 },
    ],
  ])("%o", (schema, value) => {
    expect(faults(schema, value)).toEqual([]);
  });

  it.each<[object, unknown]>([
    [{ multipleOf: 0.01 }, 19.999],
    // What a choice that does not fit has looked at does not count.
    [
      {
        anyOf: [{ $ref: "#/$defs/a" }, true],
        unevaluatedProperties: false,
        $defs: { a: { properties: { x: false } } },
      },
      { x: 1 },
    ],
    [{ uniqueItems: true }, [{ __proto__: null, a: 1 }, { a: 1 }]],
  ])("not: %o", (schema, value) => {
    expect(faults(schema, value)).not.toEqual([]);
  });
});

describe("formats", () => {
  const date = ["2024-02-29", "2026-12-31"];
  const notDate = ["2023-02-29", "2026-13-01", "2026-04-31", "2026-4-1", "2026-04-01T"];
  const cases: [string, string[], string[]][] = [
    ["date", date, notDate],
    [
      "date-time",
      ["2026-04-18T09:30:00Z", "2016-12-31T23:59:60Z", "2026-04-18t09:30:00.123+05:30"],
      ["2026-04-18T24:00:00Z", "2026-04-18T09:30:00", "2026-04-18T09:30:60Z", "2026-04-18"],
    ],
    ["time", ["09:30:00Z", "01:29:60+01:30"], ["09:30", "09:30:00+24:00"]],
    ["duration", ["P1Y2M3DT4H5M6S", "P2W", "PT1S"], ["P", "PT", "P1S", "1D"]],
    [
      "email",
      ["a.b+c@example.org"],
      ["a@", "a..b@example.org", "@example.org", `${"a".repeat(400)}@example.org`],
    ],
    ["hostname", ["example.org", "a"], ["-a.org", "a..b", "a_b"]],
    ["ipv4", ["127.0.0.1", "255.255.255.255"], ["256.1.1.1", "1.2.3", "1.2.3.4.", "1.2.3.4.5"]],
    [
      "ipv6",
      ["::", "::1", "fe80::1", "1:2:3:4:5:6:7:8", "::ffff:127.0.0.1"],
      ["1:2:3", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9"],
    ],
    ["uri", ["https://example.org/a?b=c#d", "urn:a:b"], ["/a", "a b:c", "http://example.org/%zz"]],
    ["uri-reference", ["/a", "../b?c"], ["a b", "\\a"]],
    ["uuid", ["3f2b1c9e-5f0d-4c55-9a43-0d2a7b1f4f7e"], ["3f2b1c9e5f0d4c559a430d2a7b1f4f7e"]],
    ["json-pointer", ["", "/a~0b/~1"], ["a", "/~2"]],
    ["regex", ["^a+$"], ["(", "\\Z"]],
    ["byte", ["aGk=", ""], ["aGk", "a=\n"]],
  ];
  it.each(cases)("%s", (format, good, bad) => {
    for (const text of good) expect({ text, faults: faults({ format }, text) }).toEqual({ text, faults: [] });
    for (const text of bad)
      expect({ text, count: faults({ format }, text).length }).toEqual({ text, count: 1 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemaProblem } from "./compile";
import { schemaProblem } from "./problem";
import { faultsOf, newBudget, validatorOf } from "./validator";

/** As much as one call can carry, in bytes of JSON. */
const BODY = 256 * 1024;
/** What one call may hold up the process, with room for a busy machine; without bounds these run for minutes. */
const MAX_CPU_MS = 400;

const times = <T>(count: number, of: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => of(index));
const fields = <T>(count: number, of: (index: number) => T) =>
  Object.fromEntries(times(count, (index) => [`k${index}`, of(index)]));
const nested = (depth: number, inner: unknown, around: (value: unknown) => unknown) =>
  times(depth, () => null).reduce<unknown>((value) => around(value), inner);

/** Each schema refers to the next twice: two to the power of 40 ways. */
const doubling = (keyword: string) => ({
  $ref: "#/$defs/d0",
  $defs: Object.fromEntries(
    times(40, (n) => [
      `d${n}`,
      n < 39 ? { [keyword]: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] } : false,
    ]),
  ),
});
/** A tree whose every level may be read in two ways that both fail at the leaves. */
const ambiguous = {
  $ref: "#/$defs/tree",
  $defs: {
    tree: {
      anyOf: [
        { type: "object", properties: { next: { $ref: "#/$defs/tree" } }, required: ["next"] },
        { type: "object", properties: { next: { $ref: "#/$defs/tree" }, other: true }, required: ["next"] },
        { const: "the end" },
      ],
    },
  },
};
const unique = { items: { uniqueItems: true }, uniqueItems: true };

const HOSTILE: [name: string, schema: object, data: unknown][] = [
  ["a pattern that backtracks", { pattern: "^(a+)+$" }, `${"a".repeat(BODY)}!`],
  ["a pattern of many ways", { pattern: `(?:${"a?b?".repeat(100)}){1,9}[^\\s\\S]` }, "ab".repeat(BODY / 2)],
  [
    "a pattern of many states",
    { pattern: "(a|b)*a(a|b){200}c" },
    times(BODY, (n) => "ab"[(n * n * 7 + (n >> 3)) % 2]).join(""),
  ],
  ["a pattern for each key", { patternProperties: fields(50, () => true) }, fields(20_000, () => 1)],
  [
    "many patterns over letters that are not ASCII",
    { allOf: times(50, (n) => ({ pattern: `^[\\p{L}${n}]*$` })) },
    "é".repeat(BODY / 2),
  ],
  ["unique objects", { uniqueItems: true }, times(12_000, (n) => ({ a: n, b: -n }))],
  [
    "unique lists in lists",
    nested(60, unique, (items) => ({ ...unique, items })) as object,
    nested(
      60,
      times(BODY / 2, () => 1),
      (v) => [v],
    ),
  ],
  ["contains, within lists", { contains: { contains: { const: 1 } } }, times(300, () => times(400, () => 0))],
  [
    "a long enumeration",
    { items: { enum: times(3_000, (n) => ({ n })) } },
    times(20_000, (n) => ({ n: -n })),
  ],
  [
    "many names that are needed",
    { items: { required: times(5_000, (n) => `k${n}`) } },
    times(BODY / 3, () => ({})),
  ],
  [
    "names for names",
    { items: { dependentRequired: { a: times(5_000, (n) => `k${n}`) } } },
    times(BODY / 10, () => ({ a: 1 })),
  ],
  [
    "wide alternatives over a list",
    { items: { anyOf: times(1_500, (n) => ({ const: `${n}` })) } },
    times(BODY / 2, () => 1),
  ],
  [
    "wide choices over a list",
    { items: { oneOf: times(1_500, (n) => ({ const: n })) } },
    times(BODY / 2, () => 1),
  ],
  ["faults without end", { items: { type: "string" } }, times(BODY / 2, () => 1)],
  ["names that are not known", { additionalProperties: false }, fields(25_000, () => 1)],
  ["names that are not allowed", { propertyNames: { maxLength: 1 } }, fields(25_000, () => 1)],
  ["doubling alternatives", doubling("anyOf"), {}],
  ["doubling demands", doubling("allOf"), {}],
  ["doubling choices", doubling("oneOf"), {}],
  ["an ambiguous tree", ambiguous, nested(120, "no end", (next) => ({ next }))],
  ["itself", { $ref: "#" }, {}],
  [
    "itself, within each part",
    { additionalProperties: { $ref: "#" }, allOf: [{ propertyNames: true }] },
    nested(5_000, 1, (a) => ({ a })),
  ],
  ["multiples of a fraction", { items: { multipleOf: 1e-300 } }, times(BODY / 6, (n) => n + 0.5e300)],
  [
    "what was not evaluated",
    { allOf: times(200, () => ({ unevaluatedProperties: true, properties: { a: true } })) },
    fields(20_000, () => 1),
  ],
  ["a format over a long text", { allOf: times(300, () => ({ format: "uri" })) }, `a:${"b".repeat(BODY)}`],
  [
    "formats over a list",
    {
      items: {
        allOf: ["email", "hostname", "uri", "duration", "ipv6", "regex"].map((format) => ({
          not: { format },
        })),
      },
    },
    times(1_000, () => "a-".repeat(125)),
  ],
  ["lengths of long texts", { allOf: times(500, (n) => ({ minLength: 200_000 + n })) }, "a".repeat(BODY)],
];

/** CPU time of the process: a machine that is busy otherwise does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function check(schema: object, data: readonly unknown[]): void {
  if (schemaProblem(schema)) return;
  const validator = validatorOf(schema);
  if (validator instanceof SchemaProblem) throw validator;
  const budget = newBudget();
  for (const each of data) faultsOf(validator, each, budget);
}

describe("what was made to harm", () => {
  it.each(HOSTILE)("%s is over soon", (_, schema, data) => {
    expect(cpuMs(() => check(schema, [data]))).toBeLessThan(MAX_CPU_MS);
  });

  it("is over soon for a call of many events too", () => {
    const data = times(1_000, () => nested(10, "no end", (next) => ({ next })));
    expect(cpuMs(() => check(ambiguous, data))).toBeLessThan(MAX_CPU_MS);
  });

  it.each<[string, object]>([
    ["parts", { allOf: times(1_990, (n) => ({ maxLength: n })) }],
    ["patterns", { allOf: times(200, (n) => ({ pattern: `^[${"a-c"}\\p{L}${n}]{1,20}$` })) }],
    ["words", { enum: times(7_000, (n) => `${n}`) }],
  ])("is over soon for a schema of many %s", (_, schema) => {
    expect(cpuMs(() => expect(schemaProblem(schema)).toBeNull())).toBeLessThan(MAX_CPU_MS);
  });

  it("says so, and says the same again", () => {
    const [, schema, data] = HOSTILE.find(([name]) => name === "a pattern of many ways") ?? [];
    const validator = validatorOf(schema ?? {});
    if (validator instanceof SchemaProblem) throw validator;
    const faults = () => faultsOf(validator, data, newBudget());
    expect(faults()).toEqual([{ path: "", message: expect.stringContaining("too much work") }]);
    expect(faults()).toEqual(faults());
  });

  it("takes an ordinary call of the largest size", () => {
    const schema = {
      type: "object",
      required: ["id", "lines"],
      properties: {
        id: { type: "string", format: "uuid" },
        lines: {
          type: "array",
          uniqueItems: true,
          items: {
            type: "object",
            required: ["sku", "price"],
            additionalProperties: false,
            properties: {
              sku: { type: "string", pattern: "^[A-Z]{2,4}-[0-9]{1,200}$" },
              price: { anyOf: [{ type: "number", minimum: 0, multipleOf: 0.01 }, { type: "null" }] },
              at: { type: "string", format: "date-time" },
            },
          },
        },
      },
    };
    const line = (n: number) => ({ sku: `AB-${n}`, price: 19.99, at: "2026-04-18T09:30:00Z" });
    const data = { id: "3f2b1c9e-5f0d-4c55-9a43-0d2a7b1f4f7e", lines: times(4_000, line) };
    const validator = validatorOf(schema);
    if (validator instanceof SchemaProblem) throw validator;
    expect(JSON.stringify(data).length).toBeGreaterThan(BODY * 0.9);
    expect(faultsOf(validator, data, newBudget())).toEqual([]);
  });
});

describe("schemas at random", () => {
  const keyword = fc.constantFrom("anyOf", "allOf", "oneOf");
  const ref = fc.integer({ min: 0, max: 5 }).map((n) => ({ $ref: `#/$defs/d${n}` }));
  const part = fc.oneof(
    ref,
    fc
      .tuple(keyword, fc.array(ref, { minLength: 1, maxLength: 4 }))
      .map(([each, list]) => ({ [each]: list })),
    ref.map((items) => ({ items })),
    ref.map((additionalProperties) => ({ additionalProperties })),
    ref.map((contains) => ({ contains })),
    ref.map((not) => ({ not })),
    fc.constantFrom({ type: "string" }, { uniqueItems: true }, { required: ["a"] }, { pattern: "^(a|aa)+$" }),
  );
  const data = fc.constantFrom<unknown>(
    nested(100, 1, (a) => ({ a, b: [a] })),
    times(BODY / 2, () => 1),
    times(30, () => times(30, () => times(30, () => ({ a: 1 })))),
    "a".repeat(BODY),
  );

  it("never hold the process up, however they refer to each other", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 6, maxLength: 6 }), data, (defs, value) => {
        const schema = {
          $ref: "#/$defs/d0",
          $defs: Object.fromEntries(defs.map((each, n) => [`d${n}`, each])),
        };
        expect(cpuMs(() => check(schema, [value]))).toBeLessThan(MAX_CPU_MS);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

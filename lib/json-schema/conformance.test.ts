import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemaProblem } from "./compile";
import { schemaProblem } from "./problem";
import { faultsOf, newBudget, validatorOf } from "./validator";

// A second opinion: Ajv compiles schemas to code, which is not for schemas of strangers, but it knows what they mean.
const ajv = new Ajv2020({ strict: false, ownProperties: true, logger: false, validateFormats: false });

const KEYS = ["a", "b", "c"];
const key = fc.constantFrom(...KEYS);
const size = fc.integer({ min: 0, max: 3 });
const small = fc.constantFrom(-1, 0, 1, 1.5, 2, 3, 1e21);

const { value: raw } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, -0, 1, 2, 1.5, "", "a", "ab", "b1", "😀", "😀😀"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS, "d", "__proto__"), tie("value"), { maxKeys: 4 }),
  ),
}));

/** As it comes out of a request's body. */
const value = raw.map((each): unknown => JSON.parse(JSON.stringify(each)));

const type = fc.constantFrom("null", "boolean", "string", "number", "integer", "array", "object");

const { schema } = fc.letrec<{ schema: unknown; schemas: unknown[]; named: Record<string, unknown> }>(
  (tie) => ({
    schemas: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
    named: fc.dictionary(key, tie("schema"), { maxKeys: 3 }),
    schema: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(
        true,
        false,
        {},
        { type: "string" },
        { type: "object" },
        { $ref: "#/$defs/one" },
      ),
      fc
        .record(
          {
            type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
            enum: fc.uniqueArray(value, {
              minLength: 1,
              maxLength: 4,
              selector: (each) => JSON.stringify(each),
            }),
            const: value,
            minimum: small,
            maximum: small,
            exclusiveMinimum: small,
            exclusiveMaximum: small,
            multipleOf: fc.constantFrom(1, 2, 0.5),
            minLength: size,
            maxLength: size,
            pattern: fc.constantFrom("^a", "b", "^.$", "^[a-z]{1,2}$", "\\d"),
            minItems: size,
            maxItems: size,
            uniqueItems: fc.boolean(),
            items: tie("schema"),
            prefixItems: tie("schemas"),
            contains: tie("schema"),
            minContains: size,
            maxContains: size,
            minProperties: size,
            maxProperties: size,
            required: fc.uniqueArray(key, { maxLength: 2 }),
            properties: tie("named"),
            patternProperties: fc.dictionary(fc.constantFrom("^a", "b|c", "."), tie("schema"), {
              maxKeys: 2,
            }),
            additionalProperties: tie("schema"),
            propertyNames: tie("schema"),
            dependentRequired: fc.dictionary(key, fc.uniqueArray(key, { maxLength: 2 }), { maxKeys: 2 }),
            dependentSchemas: tie("named"),
            allOf: tie("schemas"),
            anyOf: tie("schemas"),
            oneOf: tie("schemas"),
            not: tie("schema"),
            if: tie("schema"),
            // biome-ignore lint/suspicious/noThenProperty: it is a keyword
            then: tie("schema"),
            else: tie("schema"),
            unevaluatedProperties: tie("schema"),
            unevaluatedItems: tie("schema"),
          },
          { requiredKeys: [] },
        )
        .chain((whole) => fc.subarray(Object.entries(whole), { maxLength: 4 }))
        .map((entries) => Object.fromEntries(entries)),
    ),
  }),
);

// What is referred to does not refer on: Ajv would follow it for ever.
const plain = schema.filter((each) => !JSON.stringify(each).includes("$ref"));
const document = fc
  .tuple(schema, plain)
  .map(([whole, one]) =>
    typeof whole === "object" ? { ...whole, $defs: { one } } : { allOf: [whole], $defs: { one } },
  );

/** null where the code that Ajv made falls over itself, as it does for some nested `unevaluatedProperties`. */
function opinionOf(look: () => unknown): boolean | null {
  try {
    return look() === true;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

describe("a schema", () => {
  it("takes what Ajv takes, and nothing else", () => {
    let compared = 0;
    fc.assert(
      fc.property(document, fc.array(value, { minLength: 1, maxLength: 6 }), (whole, values) => {
        const text = JSON.stringify(whole);
        // There Ajv takes what a reference has looked at for looked at, also where it did not fit, and has items that `contains` found unevaluated.
        if (text.includes("unevaluated") && /\$ref|"contains"/.test(text)) return;
        // And beside `prefixItems` Ajv finds in an empty list what it is to contain.
        if (text.includes('"prefixItems"') && text.includes('"contains"')) return;
        if (schemaProblem(whole)) return;
        const validator = validatorOf(whole);
        if (validator instanceof SchemaProblem) throw validator;
        const validate = ajv.compile(whole);
        ajv.removeSchema(whole);
        for (const each of values) {
          const faults = faultsOf(validator, each, newBudget());
          const opinion = opinionOf(() => validate(each));
          if (opinion === null) continue;
          expect({ fits: faults.length === 0, faults }).toMatchObject({ fits: opinion });
          compared++;
        }
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(100);
  }, 120_000);

  it("finds nothing in an empty list, whatever its first items are to be", () => {
    const validator = validatorOf({ prefixItems: [{ maximum: 1 }], contains: { type: "object" } });
    if (validator instanceof SchemaProblem) throw validator;
    expect(faultsOf(validator, [], newBudget())).toHaveLength(1);
    expect(faultsOf(validator, [0, {}], newBudget())).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Digits, exactNumber } from "./numbers";
import { readToCheck, readToCompare, readToShow } from "./read";
import { jsonTexts, nested, numbersIn, numberTexts } from "./texts.testing";
import { writeJson } from "./write";

/** What a reading comes to when all numbers are made doubles and all maps objects. */
function plain(value: unknown): unknown {
  if (value instanceof Digits || typeof value === "bigint") return Number(value);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** JSON.parse tells no zeros apart that matter here, and makes 0 of what is too small. */
const same = (text: string) =>
  JSON.parse(text, (_key, value) => (typeof value === "number" && Math.abs(value) < 1e-300 ? 0 : value));
const noTiny = (value: unknown) =>
  same(JSON.stringify(value, (_k, v) => (v === Infinity ? 1e308 : v === -Infinity ? -1e308 : v)));

const keysIn = (text: string) =>
  (text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [])
    .filter((token) => token.endsWith(":"))
    .map((token) => JSON.parse(token.slice(0, -1)));

describe("every reading", () => {
  it.each([
    ["to compare", readToCompare],
    ["to show", readToShow],
  ])("%s is JSON.parse's, but for what that loses", (_what, read) => {
    const property = fc.property(jsonTexts, (text) => {
      expect(noTiny(plain(read(text)))).toEqual(noTiny(JSON.parse(text)));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("takes what is nested however deep", () => {
    for (const read of [readToCompare, readToShow, readToCheck]) read(`[${nested(20_000)}, 1e400]`);
  });
});

describe("reading to show", () => {
  it("and writing gives the numbers as they were written, and the keys in their order", () => {
    const property = fc.property(jsonTexts, fc.constantFrom(0, 2), (text, indent) => {
      const written = writeJson(readToShow(text), indent);
      // A key that is given twice is written once.
      fc.pre(new Set(keysIn(text)).size === keysIn(text).length);
      expect(numbersIn(written)).toEqual(numbersIn(text));
      expect(keysIn(written)).toEqual(keysIn(text));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("lays out as JSON.stringify does", () => {
    const property = fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
      expect(writeJson(value, indent)).toBe(JSON.stringify(value, null, indent));
    });
    fc.assert(property);
  });
});

describe("reading to check", () => {
  it("gives finite numbers, and 0 for zero alone", () => {
    const property = fc.property(numberTexts, (text) => {
      const value = readToCheck(text);
      expect(Number.isFinite(value)).toBe(true);
      expect(value === 0).toBe(!/^-?[\d.]*[1-9]/.test(text));
    });
    fc.assert(property);
  });
});

/** A number as an integer, many decimal places moved: exact. */
function scaled(text: string): bigint {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const moved = BigInt(whole + fraction) * 10n ** BigInt(500 + Number(exponent) - fraction.length);
  return sign === "-" ? -moved : moved;
}

describe("exactNumber", () => {
  const integers = fc.oneof(
    numberTexts.filter((text) => scaled(text) % 10n ** 500n === 0n),
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  );

  it("compares integers exactly, however they are written", () => {
    const property = fc.property(integers, integers, (a, b) => {
      fc.pre(
        scaled(a) < 10n ** 900n &&
          scaled(a) > -(10n ** 900n) &&
          scaled(b) < 10n ** 900n &&
          scaled(b) > -(10n ** 900n),
      );
      const [x, y] = [exactNumber(a), exactNumber(b)];
      expect([x < y, x <= y && x >= y]).toEqual([scaled(a) < scaled(b), scaled(a) === scaled(b)]);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it("never turns the order of two numbers round", () => {
    const property = fc.property(numberTexts, numberTexts, (a, b) => {
      if (scaled(a) <= scaled(b)) expect(exactNumber(a) <= exactNumber(b)).toBe(true);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it("is over at once for exponents nobody means", () => {
    expect(exactNumber("1e999999999")).toBe(Infinity);
    expect(exactNumber("-1e999999999999999999999")).toBe(-Infinity);
    expect(exactNumber("1e-999999999")).toBe(Number.MIN_VALUE);
    expect(exactNumber("0e999999999")).toBe(0);
  });
});

it("digits count as a number beside others", () => {
  const big = new Digits("9007199254740993");
  expect([
    big.equals(9007199254740992),
    big.gt(9007199254740992),
    big.equals(new Digits("9007199254740993.0")),
  ]).toEqual([false, true, true]);
  expect([
    new Digits("12.50").equals(12.5),
    new Digits("12.50").equals("12.5"),
    Number(new Digits("12.50")) + 1,
  ]).toEqual([true, false, 13.5]);
});

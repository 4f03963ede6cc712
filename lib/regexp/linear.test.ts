import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PatternProblem } from "./compile";
import { LinearRegExp } from "./linear";

const free = { spend: () => {} };
const matches = (pattern: string, text: string) => new LinearRegExp(pattern).test(text, free);

/** Patterns of every part there is, over a small alphabet so that texts often match. */
const pattern = fc.letrec<{ pattern: string; piece: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("a", "b", "-", "é", "😀", ".", "\\d", "\\w", "\\s", "\\p{L}") },
    {
      weight: 2,
      arbitrary: fc.constantFrom("[ab]", "[^a]", "[a-c😀]", "\\u0061", "\\u{1F600}", "\\.", "\\x61"),
    },
    { weight: 2, arbitrary: fc.constantFrom("^", "$", "\\b") },
    { weight: 2, arbitrary: tie("pattern").map((inner) => `(${inner})`) },
    { weight: 1, arbitrary: tie("pattern").map((inner) => `(?:${inner})`) },
  ),
  piece: fc
    .tuple(tie("atom"), fc.constantFrom("", "", "", "*", "+", "?", "*?", "{2}", "{0,2}", "{1,}", "{0}"))
    .map(([atom, times]) => (/^(\^|\$|\\b|\\B)$/i.test(atom) ? atom : atom + times)),
  pattern: fc
    .array(
      fc.array(tie("piece"), { maxLength: 4 }).map((pieces) => pieces.join("")),
      { minLength: 1, maxLength: 3 },
    )
    .map((alternatives) => alternatives.join("|")),
})).pattern;
const text = fc
  .array(fc.constantFrom("a", "b", "c", "-", " ", "1", "é", "😀", "\ud83d", "\n", "_"), { maxLength: 8 })
  .map((characters) => characters.join(""));

describe("a linear regular expression", () => {
  it("agrees with JavaScript's own on every pattern that both take", () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        expect(matches(source, subject)).toBe(new RegExp(source, "u").test(subject));
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  // JavaScript's own looks for it between the halves of a character as well, against ECMA-262.
  it.each([
    ["\\B", "ab", true],
    ["\\B", "a😀a", false],
    ["a\\Bb", "ab", true],
    ["a\\B", "a", false],
  ])("takes %s in %s for %s", (source, subject, expected) => {
    expect(matches(source, subject)).toBe(expected);
  });

  it("gives the same answer again from what it remembers", () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 2, maxLength: 6 }), (source, subjects) => {
        const linear = new LinearRegExp(source);
        const native = new RegExp(source, "u");
        for (const subject of [...subjects, ...subjects]) {
          expect(linear.test(subject, free)).toBe(native.test(subject));
        }
      }),
    );
  });

  it.each([
    ["^(a+)+$", `${"a".repeat(250_000)}!`],
    ["(x+x+)+y", "x".repeat(250_000)],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(250_000)],
    ["\\s+$", `${" ".repeat(250_000)}x`],
    ["^(a|a)*$", `${"a".repeat(250_000)}b`],
    ["(.*)*(.*)*(.*)*[^\\s\\S]", "ab".repeat(122_000)],
  ])("%s costs a long text little", (source, subject) => {
    let units = 0;
    const spend = (more: number) => {
      units += more;
    };
    expect(new LinearRegExp(source).test(subject, { spend })).toBe(false);
    expect(units).toBeLessThan(5 * subject.length);
  });

  it("counts what it does where the ways are many, so that it can be stopped", () => {
    const stop = new Error("enough");
    let left = 100_000;
    const spend = (units: number) => {
      left -= units;
      if (left < 0) throw stop;
    };
    const hostile = new LinearRegExp(`(?:${"a?b?".repeat(100)}){1,9}[^\\s\\S]`);
    const started = performance.now();
    expect(() => hostile.test("ab".repeat(100_000), { spend })).toThrow(stop);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([
    ["(?=a)b", /looks ahead/],
    ["(?<!a)b", /looks behind/],
    ["(a)\\1", /refers back/],
    ["(?<n>a)\\k<n>", /refers back/],
    ["[a-", /class/i],
    ["a{2,1}", /order/],
    ["\\-", /escape/i],
    ["(((a{100}){100}){100})", /too large/],
    ["(){2000000000}", /too large/],
    ["a".repeat(1_001), /at most 1000 characters/],
  ])("refuses %s in words", (source, words) => {
    expect(() => new LinearRegExp(source)).toThrow(PatternProblem);
    expect(() => new LinearRegExp(source)).toThrow(words);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oddJson, oddText, survives } from "@/scripts/test/odd-texts";
import { AppError } from "./errors";
import { admit, isKeepable } from "./input";

const faultsOf = (input: unknown, anyText: string[] = [], form?: string) => {
  try {
    admit(input, { anyText, ...(form && { form }) });
    return [];
  } catch (error) {
    if (error instanceof AppError) return error.faults;
    throw error;
  }
};

describe("texts", () => {
  test("one is admitted if and only if it comes back from its bytes and has no NUL", () => {
    fc.assert(
      fc.property(oddText, (text) => {
        expect(isKeepable(text)).toBe(survives(text));
        expect(faultsOf({ name: text }).map(({ path }) => path)).toEqual(survives(text) ? [] : ["name"]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("anywhere in the input, keys included; what is named free may hold any", () => {
    const texts = (input: unknown): string[] => {
      if (typeof input === "string") return [input];
      if (typeof input !== "object" || input === null) return [];
      const own = Array.isArray(input) ? [] : Object.keys(input);
      return [...own, ...Object.values(input).flatMap(texts)];
    };
    fc.assert(
      fc.property(oddJson, (input) => {
        const whole = texts(input).every(survives);
        expect(faultsOf(input).length === 0).toBe(whole);
        expect(faultsOf({ sample: { data: input } }, ["sample.data"])).toEqual([]);
        expect(faultsOf({ sample: { data: "", type: input } }, ["sample.data"]).length === 0).toBe(whole);
      }),
    );
  });

  test("the fault names the place and what is there, and shows neither", () => {
    expect(faultsOf({ headers: [{ name: "X-A", value: "a\0" }], "b\0": 1, c: "\ud83d" })).toEqual([
      {
        path: '"b\\u0000"',
        message: "The name of this field holds a NUL character (U+0000). Write it without.",
      },
      { path: "headers.0.value", message: "This holds a NUL character (U+0000). Write it without." },
      {
        path: "c",
        message: "This holds half a character (U+D83D), such as a cut emoji leaves. Write it without.",
      },
    ]);
  });

  test("a form is told of its fields by the names it knows", () => {
    const paths = faultsOf({ id: "\0", patch: { name: "\0", "": "\0" } }, [], "patch").map(
      ({ path }) => path,
    );
    expect(paths).toEqual(["id", "name", '""']);
  });

  test("a key with dots is not taken for a place that is free", () => {
    expect(faultsOf({ "sample.data": "\0" }, ["sample.data"])).toHaveLength(1);
  });
});

describe("shapes", () => {
  test("what is no JSON is refused with its path, in free places too", () => {
    const odd = [1n, Symbol("s"), () => 1, new Date(), new Map(), new Set(), Number.NaN, Promise.resolve()];
    for (const value of odd) {
      expect(faultsOf({ data: { a: [value] } }, ["data"]).map(({ path }) => path)).toEqual(["data.a.0"]);
    }
  });

  test("128 levels pass, more do not, and 100 000 take no harm", () => {
    const nested = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    expect(faultsOf(nested(129))).toEqual([]);
    for (const depth of [130, 100_000]) {
      const [fault] = faultsOf(nested(depth));
      expect(fault?.message).toContain("nested more than 128 deep");
      expect(fault?.path.length).toBeLessThan(310);
    }
  });

  test("rings, and references that double at every level, end", () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(faultsOf(ring)).toHaveLength(1);
    let doubled: unknown = "x";
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled];
    expect(() => admit(doubled)).toThrow("too many values");
    expect(() => admit(new Array(200_000).fill(0))).toThrow("too many values");
  });
});

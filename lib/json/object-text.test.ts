import { describe, expect, it } from "vitest";
import { objectProblem } from "./object-text";

describe("objectProblem", () => {
  it("takes objects", () => {
    expect(objectProblem(' {"a": [1, null]} ', "The data")).toBeNull();
  });

  it.each(["[]", "null", "5", '"a"'])("refuses %s, which is JSON and no object", (text) => {
    expect(objectProblem(text, "The changes")).toBe("The changes must be an object: { … }");
  });

  it.each(["", "{", "{a: 1}"])("says why %j can't be read", (text) => {
    expect(objectProblem(text, "The data")).toMatch(/^This is not JSON: ./);
  });

  it("says that it is nested too deeply", () => {
    expect(objectProblem(`${'{"a":'.repeat(129)}1${"}".repeat(129)}`, "The data")).toMatch(
      /more than 128 deep/,
    );
  });
});

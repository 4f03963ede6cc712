import { describe, expect, it } from "vitest";
import { parseObject } from "./parse-object";

describe("parseObject", () => {
  it("takes objects", () => {
    expect(parseObject(' {"a": [1, null]} ', "The data")).toEqual({ value: { a: [1, null] } });
  });

  it.each(["[]", "null", "5", '"a"'])("refuses %s, which is JSON and no object", (text) => {
    expect(parseObject(text, "The changes").problem).toBe("The changes must be an object: { … }");
  });

  it.each(["", "{", "{a: 1}"])("says why %j can't be read", (text) => {
    expect(parseObject(text, "The data").problem).toMatch(/^This is not JSON: ./);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { depthFault, MAX_DEPTH } from "./depth";
import { withMember } from "./members";
import { endOfValue, membersOf, skipSpace } from "./scan";
import { jsonTexts, keyTexts, nested, objectTexts } from "./texts.testing";

describe("where a value ends", () => {
  it("is found in the middle of any text", () => {
    const property = fc.property(jsonTexts, jsonTexts, (before, value) => {
      const text = `[${before}, ${value} ,1]`;
      const start = before.length + 3;
      expect(text.slice(start, endOfValue(text, start))).toBe(value);
    });
    fc.assert(property);
  });
});

describe("the members of an object", () => {
  it("are those that JSON.parse sees, with their own text", () => {
    const property = fc.property(objectTexts, (text) => {
      const { members, end } = membersOf(text, skipSpace(text, 0));
      expect(text.slice(end).trim()).toBe("");
      const seen = Object.fromEntries(
        members.map(({ key, start, end }) => [key, JSON.parse(text.slice(start, end))]),
      );
      expect(seen).toEqual(JSON.parse(text));
    });
    fc.assert(property);
  });
});

describe("withMember", () => {
  it("adds one member, or puts it in place of those of its name, and leaves the rest to the letter", () => {
    const property = fc.property(objectTexts, keyTexts, jsonTexts, (text, keyText, value) => {
      const key: string = JSON.parse(keyText);
      const result = withMember(text, key, value);
      const { members } = membersOf(result, skipSpace(result, 0));
      const others = membersOf(text, skipSpace(text, 0)).members.filter((member) => member.key !== key);
      expect(members.slice(0, -1).map(({ at, end }) => result.slice(at, end))).toEqual(
        others.map(({ at, end }) => text.slice(at, end)),
      );
      expect(members.at(-1)?.key).toBe(key);
      expect(result.slice(members.at(-1)?.start, members.at(-1)?.end)).toBe(value);
      JSON.parse(result);
    });
    fc.assert(property);
  });
});

describe("depth", () => {
  it("is held to a bound, and the fault says where", () => {
    expect(depthFault(nested(MAX_DEPTH), "data")).toBeNull();
    expect(depthFault(nested(MAX_DEPTH + 1), "data")).toEqual({
      path: "data.a[0].a[0].a[0].a[0]…",
      message: "Lists and objects are nested more than 128 deep here.",
    });
    expect(depthFault('{"x":[1,"]",{"y z":[[1]]}]}', "", 4)?.path).toBe("x[2].y z[0]");
    expect(depthFault("[[[]]]", "", 2)?.path).toBe("[0][0]");
    expect(depthFault("1")).toBeNull();
  });

  it("of a quarter of a megabyte is looked at without recursion", () => {
    expect(depthFault("[".repeat(131_072) + "]".repeat(131_072))?.path).toMatch(/^\[0\]/);
  });
});

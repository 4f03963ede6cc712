import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prettyJson } from "./pretty-json";

describe("prettyJson", () => {
  it("lays out as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const value = JSON.parse(text);
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("keeps what parsing would change", () => {
    const text = '{"a":12345678901234567890,"a":1e400,"b":"\\u00e4 {\\"x\\": [1,2]}"}';
    expect(prettyJson(text)).toBe(
      '{\n  "a": 12345678901234567890,\n  "a": 1e400,\n  "b": "\\u00e4 {\\"x\\": [1,2]}"\n}',
    );
  });

  it.each(["", "hello", "{", "payload=%7B%7D"])("leaves %j alone", (text) => {
    expect(prettyJson(text)).toBeNull();
  });
});

it("leaves what is nested too deeply to be read as it is, and makes no endless text of it", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(prettyJson(nested(200))).not.toBeNull();
  for (const depth of [201, 4_000, 100_000]) expect(prettyJson(nested(depth))).toBeNull();
});

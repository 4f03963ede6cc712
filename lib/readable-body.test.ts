import { describe, expect, it } from "vitest";
import { readableBody } from "./readable-body";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("readableBody", () => {
  it("gives text as it is, with its length in bytes", () => {
    expect(readableBody(bytes('{"ä": "\\u0000"}\r\n\t'))).toEqual({
      encoding: "text",
      content: '{"ä": "\\u0000"}\r\n\t',
      bytes: 19,
    });
  });

  it("keeps a byte order mark", () => {
    expect(readableBody(bytes("\ufeffx")).content).toBe("\ufeffx");
  });

  it.each([
    ["broken UTF-8", Uint8Array.of(0xff, 0xfe, 0x41)],
    ["control characters", bytes("a\u0000b")],
    ["a UTF-16 surrogate written as UTF-8", Uint8Array.of(0xed, 0xa0, 0x80)],
  ])("gives %s in base64", (_, body) => {
    const readable = readableBody(body);
    expect(readable.encoding).toBe("base64");
    expect(new Uint8Array(Buffer.from(readable.content, "base64"))).toEqual(body);
  });

  it("leaves out a character that was cut in two, where reading was cut", () => {
    const half = bytes("aé").slice(0, 2);
    expect(readableBody(half, true)).toMatchObject({ encoding: "text", content: "a" });
    expect(readableBody(half, false).encoding).toBe("base64");
  });
});

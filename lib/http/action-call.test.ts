import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isReadable, refuseCall } from "./action-call";

const call = (body: BodyInit, headers: Record<string, string> = { "next-action": "id" }) =>
  refuseCall(new Request("http://localhost/", { method: "POST", headers, body }));

describe("what is a call", () => {
  test("what is written as React does it goes on", async () => {
    const texts = [
      '[{"id":"1"}]',
      "[]",
      '["$undefined"]',
      '["$$dollar"]',
      '[{"a":["x"],"b":"$0:0:a"}]',
      '["$-0"]',
    ];
    for (const text of texts) expect(await call(text), text).toBeNull();
  });

  test("what is not is refused, and never fails", async () => {
    const texts = [
      "",
      "{",
      "5",
      "null",
      '{"a":1}',
      '["$1"]',
      '["$F1"]',
      '["$0:1:a"]',
      '["$0:0"]',
      '["$nx"]',
      '["$"]',
    ];
    for (const text of texts) expect((await call(text))?.status, text).toBe(400);
    expect(isReadable("[".repeat(100_000) + "]".repeat(100_000))).toBe(false);
  });

  test("too much, files, and forms without script are refused with their status", async () => {
    expect((await call(`["${"x".repeat(1_100_000)}"]`))?.status).toBe(413);
    expect((await call("[]", { "next-action": "id", "content-length": "2000000" }))?.status).toBe(413);
    const type = { "content-type": "multipart/form-data; boundary=x" };
    expect((await call("zzz", type))?.status).toBe(415);
    expect((await call("zzz", { ...type, "next-action": "id" }))?.status).toBe(415);
  });

  test("what is none goes on unread", async () => {
    expect(await call("a=1", {})).toBeNull();
    expect(
      await refuseCall(new Request("http://localhost/", { headers: { "next-action": "id" } })),
    ).toBeNull();
  });
});

test("any JSON without dollars can be sent, and any text with them doubled", () => {
  const escaped = (_: string, value: unknown) =>
    typeof value === "string" && value.startsWith("$") ? `$${value}` : value;
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (input) => {
      expect(isReadable(JSON.stringify(input, escaped))).toBe(true);
    }),
  );
});

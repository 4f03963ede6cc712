import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK } from "../message/header-rules";
import { hideEchoes } from "./echoes";
import type { Exchange } from "./exchange";

const answer = (body: Buffer | string, responseHeaders: [string, string][] = []): Exchange => ({
  startedAt: new Date(0),
  truncated: false,
  timings: { totalMs: 1 },
  status: 200,
  responseHeaders,
  responseBody: Buffer.from(body as string),
});
const bodyOf = (exchange: Exchange) => exchange.responseBody?.toString();

describe("hideEchoes", () => {
  const own: [string, string][] = [
    ["Authorization", "Bearer abc123def456"],
    ["X-Odd", 'a "quoted" \\ one'],
    ["X-Short", "1234567"],
  ];

  it("masks the values a receiver sends back, whole, without their scheme, as JSON and in an address", () => {
    const headers = Object.fromEntries(own);
    const sent = answer(
      `${JSON.stringify({ headers })} token=abc123def456 ?a=${encodeURIComponent("Bearer abc123def456")}`,
      [
        ["x-echo", "Bearer abc123def456"],
        ["content-type", "text/plain"],
      ],
    );
    const hidden = hideEchoes(sent, own);
    const shown = { Authorization: MASK, "X-Odd": MASK, "X-Short": "1234567" };
    expect(bodyOf(hidden)).toBe(`${JSON.stringify({ headers: shown })} token=${MASK} ?a=${MASK}`);
    expect(hidden.responseHeaders).toEqual([
      ["x-echo", MASK],
      ["content-type", "text/plain"],
    ]);
  });

  it("changes nothing else, byte for byte", () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.stringMatching(/^[!-~]{8,20}$/)),
      (bytes, values) => {
        const body = Buffer.from(bytes);
        fc.pre(!values.some((value) => body.includes(value)));
        const headers = values.map((value): [string, string] => ["X-A", value]);
        expect(hideEchoes({ ...answer(""), responseBody: body }, headers).responseBody?.equals(body)).toBe(
          true,
        );
      },
    );
    fc.assert(property);
  });

  it("leaves no value of eight characters or more, wherever it stands", () => {
    const value = fc.stringMatching(/^[!-~][ -~]{6,20}[!-~]$/);
    const property = fc.property(
      fc.array(value, { minLength: 1, maxLength: 4 }),
      fc.string(),
      fc.string(),
      (values, a, b) => {
        const headers = values.map((each): [string, string] => ["X-A", each]);
        const text = values.map((each) => a + each + b).join("\n");
        const shown = bodyOf(hideEchoes(answer(text), headers)) ?? "";
        for (const each of values) expect(shown.includes(each)).toBe(false);
      },
    );
    fc.assert(property);
  });

  it("leaves an exchange without an answer, or without headers, alone", () => {
    const failed: Exchange = { startedAt: new Date(0), truncated: false, timings: { totalMs: 1 } };
    expect(hideEchoes(failed, own)).toBe(failed);
    const answered = answer("Bearer abc123def456");
    expect(hideEchoes(answered, [])).toBe(answered);
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { buildHeaders } from "@/lib/delivery/message/headers";
import { http, request, sender } from "@/lib/delivery/network/receivers.testing";
import { webhookInput } from "./schema";

const RESERVED = [
  ...["host", "connection", "content-length", "content-type", "content-encoding", "transfer-encoding", "te"],
  ...["keep-alive", "upgrade", "trailer", "expect", "date", "user-agent", "http2-settings"],
  ...["webhook-id", "webhook-signature", "webhook-x", "proxy-authorization"],
];
const OWN = ["content-type", "user-agent", "webhook-id", "webhook-timestamp", "webhook-signature"];

const tokenCharacter = fc.constantFrom(..."abcXYZ019!#$%&'*+-.^_`|~");
const name = fc.oneof(
  fc.string({ unit: tokenCharacter, minLength: 1, maxLength: 12 }),
  fc.mixedCase(fc.constantFrom(...RESERVED)),
  fc.constantFrom("__proto__", "constructor", "toString", "Cookie", "Authorization", "X-Signature"),
  fc.string({ unit: "binary-ascii", maxLength: 6 }),
  fc.string({ maxLength: 4 }),
);
const value = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 20 }),
  fc.stringMatching(/^[!-~]{1,20}$/),
  fc.string({ maxLength: 4 }),
);
const rows = fc.array(fc.record({ name, value }), { maxLength: 4 });

const parse = (headers: { name: string; value: string }[]) =>
  webhookInput.safeParse({ name: "CRM", url: "https://example.org", subscriptions: ["a.*"], headers });

it("headers are refused with a reason at their row, or arrive once, in order, as they were typed", async () => {
  let seen: string[] = [];
  const url = await http((req, res) => {
    seen = req.rawHeaders;
    res.end();
  });
  const { send } = sender();
  let arrived = 0;
  const property = fc.asyncProperty(rows, async (headers) => {
    const parsed = parse(headers);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        expect(path[0]).toBe("headers");
        expect(message).toMatch(/\.$/);
      }
      return;
    }
    const custom = parsed.data.headers.map((row): [string, string] => [row.name, row.value ?? ""]);
    const own = { contentType: "application/json", id: "msg_1", timestampSeconds: 5, signature: "v1,abc" };
    const { status } = await send(request(url, { headers: buildHeaders({ ...own, custom }) }));
    expect(status).toBe(200);
    const pairs = seen.flatMap((text, index): [string, string][] =>
      index % 2 === 0 ? [[text, seen[index + 1] ?? ""]] : [],
    );
    const sent = pairs.filter(([key]) => !["host", "connection", "content-length"].includes(key));
    expect(sent.map(([key]) => key)).toEqual([...OWN, ...custom.map(([key]) => key)]);
    expect(sent.slice(OWN.length)).toEqual(custom);
    arrived += custom.length;
  });
  await fc.assert(property, { numRuns: 500 });
  expect(arrived).toBeGreaterThan(50);
});

it("no name that carries the message or Hookyard's own is let through, whatever its case and the spaces around it", () => {
  const spaces = fc.constantFrom("", " ", "\t");
  const reserved = fc.mixedCase(fc.constantFrom(...RESERVED));
  const property = fc.property(spaces, reserved, spaces, (before, word, after) => {
    expect(parse([{ name: before + word + after, value: "a" }]).error?.issues[0]?.path).toEqual([
      ...["headers", 0, "name"],
    ]);
  });
  fc.assert(property);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildHeaders,
  headerListProblem,
  headerNameProblem,
  headerNameWarning,
  headerValueProblem,
  maskHeaders,
} from "./headers";

describe("headerNameProblem", () => {
  it.each([
    "Host",
    "content-length",
    "Content-Type",
    "Transfer-Encoding",
    "Connection",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Upgrade",
    "Expect",
    "Proxy-Authorization",
    "proxy-connection",
    "Webhook-Id",
    "webhook-signature",
    "webhook-anything",
    "User-Agent",
    "HTTP2-Settings",
    "Content-Encoding",
    ":authority",
    ":path",
    "",
    "a b",
    "a:b",
    "ä",
    "a\r\nb",
    "a\0",
    "x".repeat(201),
  ])("refuses %j", (name) => expect(headerNameProblem(name)).toMatch(/\.$/));

  it.each(["Authorization", "X-Api-Key", "Cookie", "Accept", "X-Signature", "x_y", "Idempotency-Key"])(
    "lets %s through",
    (name) => expect(headerNameProblem(name)).toBeNull(),
  );

  it("lets nothing through that Node's own HTTP would not send", () => {
    const property = fc.property(fc.string({ minLength: 1 }), fc.string(), (name, value) => {
      if (headerNameProblem(name) || headerValueProblem(value)) return;
      expect(() => new Headers([[name, value]])).not.toThrow();
      expect(new Headers([[name, value]]).get(name)).toBe(value);
    });
    fc.assert(property);
  });

  it("is the same whatever the case", () => {
    const names = fc.mixedCase(fc.constantFrom("host", "webhook-id", "proxy-x", "accept", "te"));
    const refused = (name: string) => headerNameProblem(name) !== null;
    const property = fc.property(names, (name) => {
      expect(refused(name)).toBe(refused(name.toLowerCase()));
    });
    fc.assert(property);
  });
});

describe("headerValueProblem", () => {
  it.each(["", " a", "a ", "a\nb", "a\r\nX-Evil: 1", "a\0b", "grün", "a\x7f", "x".repeat(4097)])(
    "refuses %j",
    (value) => expect(headerValueProblem(value)).toMatch(/\.$/),
  );
  it.each(["a", "Bearer a.b-c_d==", "a b", "a\tb", '"quoted"'])("lets %j through", (value) =>
    expect(headerValueProblem(value)).toBeNull(),
  );
});

describe("headers together", () => {
  it("are each there once, at most 50, at most 8 KB", () => {
    expect(headerListProblem([{ name: "A", value: "1" }, { name: "B" }])).toBeNull();
    expect(headerListProblem([{ name: "A" }, { name: "a" }])).toMatch(/twice/);
    expect(headerListProblem(Array.from({ length: 51 }, (_, i) => ({ name: `x-${i}` })))).toMatch(/50/);
    const large = (i: number) => ({ name: `x-${i}`, value: "v".repeat(3000) });
    expect(headerListProblem([large(1), large(2)])).toBeNull();
    expect(headerListProblem([large(1), large(2), large(3)])).toMatch(/8 KB/);
  });

  it("warn of a fixed signature", () => {
    for (const name of ["X-Signature", "x-hub-signature-256", "X-Acme-Signature"]) {
      expect(headerNameWarning(name)).toMatch(/proves nothing/);
    }
    expect(headerNameWarning("Authorization")).toBeNull();
  });

  it("are sent in order and kept without the secret ones", () => {
    const sent = buildHeaders({
      contentType: "application/json",
      id: "msg_1",
      timestampSeconds: 5,
      signature: "v1,abc",
      custom: [
        ["X-Key", "secret"],
        ["Webhookish", "too"],
      ],
    });
    expect(sent).toEqual([
      ["content-type", "application/json"],
      ["user-agent", "Hookyard/1.0 (+webhooks)"],
      ["webhook-id", "msg_1"],
      ["webhook-timestamp", "5"],
      ["webhook-signature", "v1,abc"],
      ["X-Key", "secret"],
      ["Webhookish", "too"],
    ]);
    expect(maskHeaders(sent)).toEqual([
      ...sent.slice(0, 5),
      ["X-Key", "••••••••"],
      ["Webhookish", "••••••••"],
    ]);
  });
});

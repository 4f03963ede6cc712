import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/delivery/message/header-rules";
import { maskCredentials } from "./mask";

const one = (name: string, value: string, secretNames: string[] = []) =>
  maskCredentials([[name, value]], new Set(secretNames))[0]?.[1];

describe("maskCredentials", () => {
  it.each([
    ...[
      "Authorization",
      "Proxy-Authorization",
      "Cookie",
      "Set-Cookie",
      "X-Api-Key",
      "apikey",
      "X-Access-Token",
    ],
    ...[
      "x-client-secret",
      "X-Password",
      "x-passwd",
      "X-Auth",
      "x-auth-user",
      "X-Session-Id",
      "x-amz-security-token",
    ],
    ...["X-Pin", "Ocp-Apim-Subscription-Key", "X-CSRF-Token", "Authentication"],
  ])("masks %s by its name", (name) => {
    expect(one(name, "plain")).toBe(MASK);
    expect(one(name.toUpperCase(), "plain")).toBe(MASK);
  });

  it.each([
    "Bearer abc",
    "basic dXNlcjpwYXNz",
    "AWS4-HMAC-SHA256 Credential=AKIA/20260101",
    "sk_live_0123456789abcdef",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "hky_0123456789abcdef",
    "ghp_0123456789abcdef0123",
    "github_pat_11ABCDEFG0123456789",
    "xoxb-123456789012-abcdefgh",
    "AKIAIOSFODNN7EXAMPLE",
    "AIzaSyA0123456789abcdefghijklmnopqrstuv",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "id=1; jwt=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "-----BEGIN RSA PRIVATE KEY-----",
    "https://user:pass@example.org/x",
  ])("masks %s by its shape, whatever the header is called", (value) => {
    expect(one("X-Odd", value)).toBe(MASK);
  });

  it.each([
    ["content-type", "application/json"],
    ["user-agent", "Hookyard/1.0 (+webhooks)"],
    ["webhook-id", "msg_01HZY3V8K2Q4W6E8R0T2Y4V6K8_9c0d"],
    ["webhook-timestamp", "1700000000"],
    ["webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="],
    ["x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"],
    ["idempotency-key", "one"],
    ["x-author", "Ada"],
    ["x-pinned", "yes"],
    ["referer", "https://example.org/a?b=c:d@e"],
    ["traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
    ["x-request-id", "7e3c1d5c-5f7c-4a3b-9f0e-2f0f9a0e6c11"],
    ["accept", "*/*"],
  ])("leaves %s as it is", (name, value) => {
    expect(one(name, value)).toBe(value);
  });

  it("masks what the organisation's own webhooks send, but never the signature", () => {
    expect(one("X-Tenant", "riverside", ["x-tenant"])).toBe(MASK);
    expect(one("X-Tenant", "riverside")).toBe("riverside");
    expect(one("webhook-signature", "v1,abc", ["webhook-signature"])).toBe("v1,abc");
  });

  it("keeps names, order and count, and masks a second time what it masked a first", () => {
    const header = fc.tuple(fc.string(), fc.string());
    const property = fc.property(fc.array(header), fc.array(fc.string()), (headers, names) => {
      const secret = new Set(names);
      const masked = maskCredentials(headers, secret);
      expect(masked.map(([name]) => name)).toEqual(headers.map(([name]) => name));
      for (const [index, [, value]] of masked.entries()) expect([MASK, headers[index]?.[1]]).toContain(value);
      expect(maskCredentials(masked, secret)).toEqual(masked);
    });
    fc.assert(property);
  });
});

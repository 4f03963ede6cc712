import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, refuse } from "./refuse";

const publicUrl = new URL("https://hooks.example.org");
const local = new URL("http://localhost:3000");
const page: Asked = {
  method: "GET",
  target: "/developers/jobs?status=failed",
  host: "hooks.example.org",
  ambiguousHost: false,
  origin: undefined,
  site: undefined,
  isAction: false,
};
const action: Asked = { ...page, method: "POST", isAction: true, origin: "https://hooks.example.org" };
const status = (asked: Partial<Asked>, url = publicUrl, base = page) =>
  refuse({ ...base, ...asked }, url)?.status ?? 200;

test.each([
  ["TRACE", 405],
  ["TRACK", 405],
  ["CONNECT", 405],
  ["PROPFIND", 405],
  ["GET", 200],
  ["HEAD", 200],
  ["OPTIONS", 200],
])("%s is answered with %i", (method, expected) => {
  expect(status({ method })).toBe(expected);
});

test("OPTIONS * names the methods", () => {
  expect(refuse({ ...page, method: "OPTIONS", target: "*" }, publicUrl)).toMatchObject({
    status: 204,
    headers: { allow: expect.stringContaining("PATCH") },
  });
  expect(status({ target: "*" })).toBe(400);
});

test.each([
  "/%",
  "/a%zz",
  "/%E0%A4%A",
  "/%ff",
  "/api/inbox/%00",
  "/api/v1/events%",
  "http:/x",
  "",
  "x",
  "/_next/static/%c0%80",
])("the path %s can't be read", (target) => {
  expect(status({ target })).toBe(400);
});

test("a path that can be read is, and only the path has to be", () => {
  for (const target of ["/", "/a%20b", "/%F0%9F%8E%89", "/?q=%zz&r=%", "//x", "/a/../b"]) {
    expect(status({ target }), target).toBe(200);
  }
  expect(status({ target: `/${"a".repeat(9_000)}` })).toBe(414);
  expect(status({ ambiguousHost: true })).toBe(400);
});

test("whatever the path, there is an answer", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("", "/", "/api/", "/%", "//"),
      (text, start) => {
        expect([200, 400]).toContain(status({ target: start + text }));
      },
    ),
  );
});

describe("the address", () => {
  test.each([
    [publicUrl, "hooks.example.org", 200],
    [publicUrl, "HOOKS.example.org:443", 200],
    [publicUrl, "hooks.example.org:8443", 421],
    [publicUrl, "evil.example", 421],
    [publicUrl, "hooks.example.org.evil.example", 421],
    [publicUrl, "hooks.example.org@evil.example", 421],
    [publicUrl, "evil.example/hooks.example.org", 421],
    [publicUrl, undefined, 421],
    [publicUrl, "", 421],
    [publicUrl, "localhost:3000", 200],
    [local, "localhost:3000", 200],
    [local, "127.0.0.1:8080", 200],
    [local, "[::1]:3000", 200],
    [local, "localhost.evil.example:3000", 421],
    [local, "0.0.0.0:3000", 421],
    [local, "192.168.1.5:3000", 421],
  ])("of %s asked for by %s: %i", (url, host, expected) => {
    expect(status({ host }, url)).toBe(expected);
    const programs = [
      "/api/v1/webhooks",
      "/api/inbox/t",
      "/api/inngest",
      "/api/health",
      "/_next/static/a.js",
    ];
    for (const target of programs) expect(status({ host, target }, url), target).toBe(200);
    for (const target of ["/api/v1/../live/jobs", "/api/v1/%2e%2e/live/jobs", "/api/v10", "/api/live/jobs"]) {
      expect(status({ host, target }, url), target).toBe(expected);
    }
  });

  test("the refusal says what to set, and repeats nothing that could run", () => {
    const answer = refuse({ ...page, host: '"><script>.example' }, publicUrl);
    expect(answer?.body).toContain("https://hooks.example.org");
    expect(answer?.body).toContain("HOOKYARD_PUBLIC_URL");
    expect(answer?.body).not.toContain("<");
  });
});

describe("a change", () => {
  test.each([
    ["https://hooks.example.org", undefined, 200],
    ["https://hooks.example.org", "cross-site", 200],
    [undefined, undefined, 200],
    [undefined, "same-origin", 200],
    [undefined, "none", 200],
    [undefined, "same-site", 403],
    [undefined, "cross-site", 403],
    ["http://hooks.example.org", undefined, 403],
    ["https://evil.example", undefined, 403],
    ["https://hooks.example.org.evil.example", undefined, 403],
    ["null", undefined, 403],
    ["", undefined, 403],
    ["http://localhost:3000", undefined, 403],
  ])("from %s (%s): %i", (origin, site, expected) => {
    expect(status({ origin, site }, publicUrl, action)).toBe(expected);
    const signOut = { ...action, isAction: false, target: "/api/auth/signout" };
    expect(status({ origin, site }, publicUrl, signOut)).toBe(expected);
    expect(status({ origin, site, target: "/api/v1/events" }, publicUrl, action)).toBe(200);
    expect(status({ origin, site, method: "GET" }, publicUrl, action)).toBe(200);
  });

  test("on this machine only the page at the same name and port is ours", () => {
    const at = (host: string, origin: string) => status({ host, origin }, local, action);
    expect(at("localhost:3000", "http://localhost:3000")).toBe(200);
    expect(at("127.0.0.1:3000", "http://127.0.0.1:3000")).toBe(200);
    expect(at("localhost:8080", "http://localhost:8080")).toBe(200);
    expect(at("127.0.0.1:3000", "http://127.0.0.1:9999")).toBe(403);
    expect(at("localhost:8080", "http://localhost:9999")).toBe(403);
    expect(at("127.0.0.1:3000", "http://evil.example:3000")).toBe(403);
  });

  test("a proxy that does not hand on Host keeps nobody out", () => {
    expect(status({ host: "127.0.0.1:3000" }, publicUrl, action)).toBe(200);
  });

  test("a page takes nothing but its actions", () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(status({ method, isAction: false }, publicUrl, action)).toBe(405);
    }
  });
});

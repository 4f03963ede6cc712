import { expect, test } from "vitest";
import { cameBy, proxyCheck } from "./forwarded";

test.each([
  ["10.1.2.3", true],
  ["::ffff:10.1.2.3", true],
  ["11.1.2.3", false],
  ["::ffff:11.1.2.3", false],
  ["fd00::7", true],
  ["fe80::7", false],
  [undefined, false],
])("%s is a proxy of ours: %s", (peer, expected) => {
  expect(proxyCheck(["10.0.0.0/8", "fd00::/8"])(peer)).toBe(expected);
  expect(proxyCheck([])(peer)).toBe(false);
});

test("what is forwarded counts from a proxy of ours alone, and of that what it added itself", () => {
  const headers = {
    host: "inside:3000",
    "x-forwarded-host": "evil.example, hooks.example.org",
    "x-forwarded-proto": "http, https",
  };
  expect(cameBy(headers, false)).toEqual({ host: "inside:3000", proto: undefined });
  expect(cameBy(headers, true)).toEqual({ host: "hooks.example.org", proto: "https" });
  expect(cameBy({ host: "a", "x-forwarded-proto": "gopher" }, true)).toEqual({ host: "a", proto: undefined });
  expect(cameBy({}, true)).toEqual({ host: undefined, proto: undefined });
});

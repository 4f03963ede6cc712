import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  addressOf,
  clientAddress,
  isTrustedProxy,
  limitKeyOf,
  UNKNOWN_ADDRESS,
  withClientAddress,
} from "./client-address";

beforeAll(() => {
  vi.stubEnv("HOOKYARD_ENV_FILE", "none");
  vi.stubEnv("DATABASE_URL", "postgres://user:pass@localhost:5432/hookyard");
  vi.stubEnv("HOOKYARD_SECRET_KEY", Buffer.alloc(32, 1).toString("base64"));
  vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef");
  vi.stubEnv("HOOKYARD_TRUSTED_PROXIES", "127.0.0.1/32");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const trusted = ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"].map((cidr) => ipaddr.parseCIDR(cidr));

test.each([
  ["203.0.113.7", undefined, "203.0.113.7"],
  ["::ffff:203.0.113.7", undefined, "203.0.113.7"],
  ["fe80::1%eth0", undefined, "fe80::1"],
  // A stranger's word counts for nothing.
  ["203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
  // The last that is not ours; what it says about itself is not believed.
  ["127.0.0.1", "1.1.1.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["10.0.0.1", "1.1.1.1,198.51.100.1:4711", "198.51.100.1"],
  ["fd00::1", "1.1.1.1, [2001:db8::5]:4711", "2001:db8::5"],
  ["fd00::1", "2001:DB8:0:0::5", "2001:db8::5"],
  // All ours: the first of them. Nothing readable: the proxy itself.
  ["10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
  ["10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"],
  ["10.0.0.1", "198.51.100.1, 10.0.0.2, ", "10.0.0.1"],
  ["10.0.0.1", "0x7f.1", "10.0.0.1"],
  [undefined, "198.51.100.1", UNKNOWN_ADDRESS],
])("of %s with %s it is %s", (peer, forwarded, expected) => {
  expect(clientAddress(peer, forwarded, trusted)).toBe(expected);
});

test("whatever a client sends through a proxy of ours, the address is the one that proxy saw", () => {
  fc.assert(
    fc.property(fc.string(), fc.ipV4(), (sent, seen) => {
      fc.pre(!ipaddr.parse(seen).match(ipaddr.parseCIDR("10.0.0.0/8")) && seen !== "127.0.0.1");
      expect(clientAddress("10.0.0.1", `${sent}, ${seen}`, trusted)).toBe(seen);
    }),
  );
});

test("whatever a client sends to us itself, the address is its own", () => {
  fc.assert(
    fc.property(fc.string(), (sent) => {
      expect(clientAddress("203.0.113.7", sent, trusted)).toBe("203.0.113.7");
    }),
  );
});

test("in a server, what is behind it sees one address", async () => {
  const server = createServer((incoming, response) => {
    response.end(withClientAddress(incoming).headers["x-forwarded-for"]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const seenWith = (headers: Record<string, string | string[]>) =>
    new Promise<string>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, headers }, (response) => {
        response.setEncoding("utf8").once("data", resolve);
      });
      sent.on("error", reject).end();
    });
  expect(await seenWith({})).toBe("127.0.0.1");
  expect(await seenWith({ "x-forwarded-for": "1.1.1.1, 198.51.100.1" })).toBe("198.51.100.1");
  expect(await seenWith({ "x-forwarded-for": ["1.1.1.1", "198.51.100.1"] })).toBe("198.51.100.1");
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ["127.0.0.1", true],
  ["::ffff:127.0.0.1", true],
  ["127.0.0.2", false],
  ["::1", false],
  [undefined, false],
])("%s is a proxy of ours: %s", (peer, expected) => {
  expect(isTrustedProxy(peer)).toBe(expected);
});

test("behind the server the header holds the one address", () => {
  expect(addressOf(new Headers({ "x-forwarded-for": "198.51.100.1" }))).toBe("198.51.100.1");
  expect(addressOf(new Headers())).toBe(UNKNOWN_ADDRESS);
});

test("limits go by address, of IPv6 by network", () => {
  expect(limitKeyOf("198.51.100.1")).toBe("198.51.100.1");
  expect(limitKeyOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(limitKeyOf("2001:db8:1:2::1")).toBe(limitKeyOf("2001:db8:1:2:ffff::1"));
  expect(limitKeyOf("2001:db8:1:2::1")).not.toBe(limitKeyOf("2001:db8:1:3::1"));
  expect(limitKeyOf(UNKNOWN_ADDRESS)).toBe(UNKNOWN_ADDRESS);
});

import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { parseEnv } from "@/env";
import {
  addressProblem,
  checkUrl,
  hostProblem,
  isOwnInbox,
  type Policy,
  policyFromEnv,
  urlProblem,
} from "./address-guard";
import { allowing, privateIpv4, STRICT } from "./addresses.testing";
import { BLOCKED_PORTS } from "./special-ranges";

/** Ways to write the same IPv4 address in a URL. */
const spellings = (ip: string): string[] => {
  const [a, b, c, d] = ipaddr.parse(ip).toByteArray() as [number, number, number, number];
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const octal = (n: number) => `0${n.toString(8)}`;
  const hex = (n: number) => `0x${n.toString(16)}`;
  return [
    ip,
    `${ip}.`,
    String(number),
    hex(number),
    octal(number),
    [a, b, c, d].map(octal).join("."),
    [a, b, c, d].map(hex).join("."),
    `${a}.${b}.${(c << 8) | d}`,
    `${a}.${(b << 16) | (c << 8) | d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    [...ip].map((ch) => (ch === "." ? "%2e" : ch)).join(""),
    ip.replaceAll(".", "。"),
    [...ip].map((ch) => (/\d/.test(ch) ? String.fromCodePoint(0xff10 + Number(ch)) : ch)).join(""),
    `[::ffff:${ip}]`,
  ];
};

describe("urlProblem", () => {
  it("sees through every spelling of an address", () => {
    const property = fc.property(privateIpv4, (ip) => {
      for (const host of spellings(ip)) expect(urlProblem(`https://${host}/`, STRICT), host).toBeDefined();
    });
    fc.assert(property);
    for (const host of spellings("93.184.216.34"))
      expect(urlProblem(`https://${host}/`, STRICT), host).toBeUndefined();
  });

  it.each([
    ["https://localhost/", /localhost is a name for this machine/],
    ["https://LOCALHOST./", /localhost/],
    ["https://a.localhost/", /machine/],
    ["https://printer.local/", /machine/],
    ["https://metadata.google.internal/", /machine/],
    ["ftp://example.org/", /not ftp:/],
    ["javascript:alert(1)", /not javascript:/],
    ["file:///etc/passwd", /not file:/],
    ["//example.org/", /not a URL/],
    ["example.org", /not a URL/],
    ["", /not a URL/],
    ["https://", /not a URL/],
    ["https://user@example.org/", /user name/],
    ["https://:pw@example.org/", /user name/],
    ["https://example.org/#a", /#/],
    ["https://example.org/#", /#/],
    ["https://example.org:25/", /Port 25/],
    ["https://example.org:0/", /Port 0/],
    [`https://example.org/${"a".repeat(2048)}`, /2048/],
    ["https://a..b/", /not a host name/],
    ["https://[::1]/", /loopback/],
  ])("refuses %s", (url, words) => expect(urlProblem(url, STRICT)).toMatch(words));

  it.each([
    "https://example.org",
    "https://example.org:8443/a?b=c",
    "http://example.org/",
    "https://bücher.example/",
    "https://example.org./",
    "https://internal.example.org/",
  ])("lets %s through", (url) => expect(urlProblem(url, STRICT)).toBeUndefined());

  it("wants https unless http is allowed", () => {
    expect(urlProblem("http://example.org/", { ...STRICT, allowHttp: false })).toMatch(/https/);
  });

  it("leaves local names to their addresses where networks are allowed", () => {
    expect(hostProblem("hooks.internal", allowing("10.0.0.0/8"))).toBeUndefined();
    expect(hostProblem("127.0.0.1", allowing("10.0.0.0/8"))).toBeDefined();
  });

  it("refuses the ports that the Fetch standard blocks", () => {
    for (const port of BLOCKED_PORTS) expect(urlProblem(`http://example.org:${port}/`, STRICT)).toBeDefined();
  });
});

describe("checkUrl", () => {
  const check = (url: string, addresses: string[] | Error, policy = STRICT) =>
    checkUrl(url, policy, async () => {
      if (addresses instanceof Error) throw addresses;
      return addresses;
    });

  it("wants every address of the host to be public", async () => {
    expect(await check("https://example.org/", ["93.184.216.34", "2606:4700::1"])).toEqual({ ok: true });
    expect(await check("https://example.org/", ["93.184.216.34", "10.0.0.1"])).toEqual({
      ok: false,
      reason: "example.org is refused: 10.0.0.1 is a private address (RFC 1918).",
    });
    expect(await check("https://example.org/", [])).toMatchObject({ ok: false });
  });

  it("says why a name could not be resolved", async () => {
    const failing = (code: string) =>
      check("https://x.example.org/", Object.assign(new Error("no"), { code }));
    expect(await failing("ENOTFOUND")).toMatchObject({ reason: expect.stringMatching(/no such name/) });
    expect(await failing("EAI_AGAIN")).toMatchObject({ reason: expect.stringMatching(/does not answer/) });
    expect(await failing("EWEIRD")).toMatchObject({ reason: expect.stringMatching(/EWEIRD/) });
  });

  it("asks for nothing when the shape is wrong or the host is an address", async () => {
    const fail = () => Promise.reject(new Error("must not be asked"));
    expect(await checkUrl("https://127.0.0.1/", STRICT, fail)).toMatchObject({ ok: false });
    expect(await checkUrl("https://93.184.216.34/", STRICT, fail)).toEqual({ ok: true });
    expect(await checkUrl("https://[2606:4700::1]/", STRICT, fail)).toEqual({ ok: true });
  });
});

describe("our own test endpoints", () => {
  const own: Policy = { ...STRICT, allowHttp: false, ownOrigins: ["http://localhost:3000"] };

  it("are let through by exact origin and path", async () => {
    expect(urlProblem("http://localhost:3000/api/inbox/abc_-9", own)).toBeUndefined();
    expect(await checkUrl("http://localhost:3000/api/inbox/abc?x=1", own)).toEqual({ ok: true });
  });

  it.each([
    "http://localhost:3001/api/inbox/abc",
    "https://localhost:3000/api/inbox/abc",
    "http://127.0.0.1:3000/api/inbox/abc",
    "http://localhost:3000/api/inbox/",
    "http://localhost:3000/api/inbox/../v1/events",
    "http://localhost:3000/api/inbox/%2e%2e/v1/events",
    "http://localhost:3000/api/inbox/a%2fb",
    "http://localhost:3000/api/inbox/a/b",
    "http://localhost:3000/api/v1/events",
    "http://localhost:3000.evil.example/api/inbox/abc",
  ])("%s is none", (url) => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    expect(parsed ? isOwnInbox(parsed, own) : false).toBe(false);
    expect(urlProblem(url, own)).toBeDefined();
  });
});

describe("policyFromEnv", () => {
  it("reads the operator's settings", () => {
    const settings = parseEnv({
      DATABASE_URL: "postgres://localhost/x",
      HOOKYARD_SECRET_KEY: Buffer.alloc(32).toString("base64"),
      NEXTAUTH_SECRET: "0123456789abcdef",
      PORT: "4000",
      HOOKYARD_PUBLIC_URL: "https://hooks.example.org/",
      HOOKYARD_ALLOWED_NETWORKS: "10.0.0.0/8, fd00::/8",
      HOOKYARD_ALLOW_HTTP: "0",
    });
    const policy = policyFromEnv(settings);
    expect(policy.allowHttp).toBe(false);
    expect(policy.ownOrigins).toEqual([
      "https://hooks.example.org",
      "http://localhost:4000",
      "http://127.0.0.1:4000",
    ]);
    expect(addressProblem("10.9.9.9", policy)).toBeUndefined();
    expect(addressProblem("192.168.0.1", policy)).toBeDefined();
  });
});

import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { addressProblem } from "./address-guard";
import { addressIn, allowing, privateIpv4, STRICT } from "./addresses.testing";
import { SPECIAL_IPV4, SPECIAL_IPV6 } from "./special-ranges";

const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "93.184.216.34",
  "172.32.0.1",
  "172.15.255.255",
  "100.63.255.255",
  "100.128.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "192.0.1.0",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001::200e",
  "2001:200::1",
  "2003::1",
  "64:ff9b::808:808",
  "::ffff:8.8.8.8",
];

describe("addressProblem", () => {
  it.each(PUBLIC)("lets %s through", (ip) => expect(addressProblem(ip, STRICT)).toBeUndefined());

  it.each([...SPECIAL_IPV4, ...SPECIAL_IPV6])("refuses all of %s, %s (%s)", (cidr) => {
    const property = fc.property(addressIn(cidr), (ip) => {
      expect(addressProblem(ip, STRICT)).toMatch(/ is /);
    });
    fc.assert(property);
    const [network, bits] = ipaddr.parseCIDR(cidr);
    const kind = network.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    expect(
      addressProblem(kind.networkAddressFromCIDR(`${network}/${bits}`).toString(), STRICT),
    ).toBeDefined();
    expect(
      addressProblem(kind.broadcastAddressFromCIDR(`${network}/${bits}`).toString(), STRICT),
    ).toBeDefined();
  });

  it.each([
    ["169.254.169.254", /metadata/],
    ["fd00:ec2::254", /metadata/],
    ["fd20:ce::254", /metadata/],
    ["100.100.100.200", /Alibaba/],
    ["168.63.129.16", /Azure/],
    ["10.1.2.3", /private address \(RFC 1918\)/],
    ["::ffff:127.0.0.1", /127\.0\.0\.1 is a loopback/],
    ["64:ff9b::10.0.0.1", /NAT64 form of 10\.0\.0\.1, a private/],
    ["2002:7f00:1::", /6to4/],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", /Teredo/],
    ["255.255.255.255", /broadcast/],
    ["::1", /loopback/],
  ])("says what %s is", (ip, words) => expect(addressProblem(ip, STRICT)).toMatch(words));

  it("looks into the forms of IPv6 that stand for an IPv4 address", () => {
    const prefixes = ["::ffff:", "::", "::ffff:0:", "64:ff9b::", "64:ff9b:1::"];
    const property = fc.property(privateIpv4, fc.constantFrom(...prefixes), (ip, prefix) => {
      expect(addressProblem(prefix + ip, STRICT)).toBeDefined();
    });
    fc.assert(property);
    const sixToFour = fc.property(fc.ipV4(), (ip) => {
      const hex = Buffer.from(ipaddr.parse(ip).toByteArray()).toString("hex");
      expect(addressProblem(`2002:${hex.slice(0, 4)}:${hex.slice(4)}::1`, STRICT)).toBeDefined();
    });
    fc.assert(sixToFour);
  });

  it("refuses all of IPv6 that is not given out", () => {
    const property = fc.property(fc.ipV6(), (ip) => {
      const first = (ipaddr.parse(ip).toByteArray()[0] as number) >> 5;
      fc.pre(first !== 1 && !ip.startsWith("64:ff9b::") && !/^(0*:)*:?ffff:/i.test(ip));
      fc.pre(ipaddr.parse(ip).range() !== "ipv4Mapped");
      expect(addressProblem(ip, STRICT)).toBeDefined();
    });
    fc.assert(property);
  });

  it("refuses whatever is not a plain address", () => {
    for (const text of [
      "",
      "localhost",
      "1.2.3",
      "127.1",
      "0177.0.0.1",
      "0x7f.0.0.1",
      "8.8.8.8 ",
      "08.8.8.8",
      "2130706433",
      "1.1.1.1.1",
      "::1%lo",
      "2606:4700::1%eth0",
      ":::",
    ]) {
      expect(addressProblem(text, STRICT), text).toMatch(/not a plain IP address/);
    }
    const property = fc.property(fc.string(), (text) => {
      const problem = addressProblem(text, STRICT);
      if (problem === undefined) expect(ipaddr.isValid(text)).toBe(true);
    });
    fc.assert(property);
  });

  it("opens the networks that are allowed, and no more", () => {
    const policy = allowing("10.1.0.0/16", "fd12::/16", "127.0.0.1/32");
    for (const ip of ["10.1.2.3", "fd12::1", "127.0.0.1", "::ffff:10.1.2.3"]) {
      expect(addressProblem(ip, policy), ip).toBeUndefined();
    }
    for (const ip of ["10.2.0.1", "fd13::1", "127.0.0.2", "64:ff9b::10.1.2.3", "::10.1.2.3"]) {
      expect(addressProblem(ip, policy), ip).toBeDefined();
    }
  });
});

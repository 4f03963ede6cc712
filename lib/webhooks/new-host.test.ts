import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leadsElsewhere, originOf } from "./new-host";

const HOME = "https://crm.example.org/hooks";

describe("leadsElsewhere", () => {
  it.each([
    "https://crm.example.org/",
    "https://crm.example.org/other?x=1",
    "https://CRM.Example.ORG/hooks",
    "https://crm.example.org:443/hooks",
    "  https://crm.example.org/hooks ",
    "https://crm.example.org\\hooks",
  ])("not to %s", (url) => {
    expect(leadsElsewhere(HOME, url)).toBe(false);
    expect(leadsElsewhere(url, HOME)).toBe(false);
  });

  it.each([
    "http://crm.example.org/hooks",
    "https://crm.example.org:8443/hooks",
    "https://crm.example.org./hooks",
    "https://crm.example.org.evil.example/hooks",
    "https://evil.example/crm.example.org",
    "https://crm.example.org@evil.example/hooks",
    "https://evil.example\\crm.example.org/hooks",
    "https://evil.example#@crm.example.org/hooks",
    "https://crm.еxample.org/hooks",
    "https://crm.example.org%2e.evil.example/",
    "//crm.example.org/hooks",
    "crm.example.org",
    "",
  ])("to %s", (url) => {
    expect(leadsElsewhere(HOME, url)).toBe(true);
    expect(leadsElsewhere(url, HOME)).toBe(true);
  });

  it("exactly when the connection would go to another scheme, name or port", () => {
    const host = fc.constantFrom("a.example", "b.example", "127.0.0.1", "[::1]", "A.example", "0x7f.1");
    const url = fc
      .record({
        scheme: fc.constantFrom("http", "https", "HTTPS"),
        host,
        port: fc.constantFrom("", ":80", ":443", ":8080"),
        path: fc.webPath(),
      })
      .map(({ scheme, host, port, path }) => `${scheme}://${host}${port}${path}`);
    const connection = (text: string) => {
      const { protocol, hostname, port } = new URL(text);
      return `${protocol} ${hostname} ${port || (protocol === "http:" ? 80 : 443)}`;
    };
    const property = fc.property(url, url, (a, b) => {
      expect(leadsElsewhere(a, b)).toBe(connection(a) !== connection(b));
    });
    fc.assert(property);
  });
});

it("originOf names scheme, host and port", () => {
  expect(originOf("HTTP://A.example:80/x")).toBe("http://a.example");
  expect(originOf("a.example")).toBeNull();
});

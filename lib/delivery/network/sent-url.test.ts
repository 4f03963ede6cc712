import fc from "fast-check";
import { expect, it } from "vitest";
import { sentUrl } from "@/db/sent-url";
import { urlShapeProblem } from "@/lib/webhooks/url-shape";
import { http, request, sender } from "./receivers.testing";

const PIECES = [
  "a",
  "B",
  ".",
  "..",
  "%2e%2E",
  "%zz",
  "\u200b",
  "\u00ad",
  "ä",
  "漢",
  "😀",
  "\ud83d",
  "'",
  '"',
  "<",
  "|",
  "^",
  "{b}",
  "[1-3]",
  ";",
  "a b",
];
const path = fc.array(fc.tuple(fc.constantFrom("/", "\\", "//"), fc.constantFrom(...PIECES)), {
  maxLength: 5,
});
const query = fc.option(fc.array(fc.constantFrom(...PIECES, "&", "=", "?", "+"), { maxLength: 5 }));
const scheme = fc.constantFrom("http://", "HTTP://", "http:/", "http:\\\\");
const host = fc.constantFrom(
  "127.0.0.1",
  "2130706433",
  "0x7f.1",
  "127。0.0.1",
  "127.0.0.1\u200b",
  "BÜCHER.example",
  "xn--bcher-kva.EXAMPLE",
  "a\u200b.example",
  "faß.de.",
);
const typed = fc
  .record({
    scheme,
    user: fc.constantFrom("", "", "u:p@"),
    host,
    path,
    query,
    hash: fc.constantFrom("", "#", "#a/../b"),
  })
  .map(({ scheme, user, host, path, query, hash }) => ({
    before: `${scheme}${user}${host}`,
    after: `${path.flat().join("")}${query ? `?${query.join("")}` : ""}${hash}`,
  }));

it("is the address that arrives, however it was typed", async () => {
  const arrived: string[] = [];
  const url = await http((req, res) => {
    arrived.push(`http://${req.headers.host}${req.url}`);
    res.end();
  });
  const { port } = new URL(url);
  const one = sender({ lookup: async () => ["127.0.0.1"] });
  const property = fc.asyncProperty(typed, async ({ before, after }) => {
    const text = `${before}:${port}${after}`;
    const sent = sentUrl(text);
    const exchange = await one.send(request(text));
    expect(exchange, text).toMatchObject({ status: 200 });
    expect(arrived.at(-1), text).toBe(sent);
    expect(sentUrl(sent)).toBe(sent);
  });
  await fc.assert(property);
});

it.each([
  ["https://Example.ORG:443", "https://example.org/"],
  ["http://example.org:080/a/../b", "http://example.org/b"],
  ["https://example.org/%7Ea?", "https://example.org/%7Ea"],
  ["https://bücher.example/ä?ö", "https://xn--bcher-kva.example/%C3%A4?%C3%B6"],
  ["https://example.org/a\u200bb", "https://example.org/a%E2%80%8Bb"],
  ["https://exam\tple.org/", "https://example.org/"],
  ["https://example.org\\a\\b", "https://example.org/a/b"],
])("%j is sent to %s", (text, sent) => expect(sentUrl(text)).toBe(sent));

it.each(["", "nonsense", "https://", "javascript:alert(1)", "ftp://example.org/a", "mailto:a@example.org"])(
  "%j is none, and stays",
  (text) => expect(sentUrl(text)).toBe(text),
);

it("is what an address's length is counted by", () => {
  const long = `https://example.org/${"漢".repeat(300)}`;
  expect(urlShapeProblem(long)).toMatch(/counted as they are sent/);
  expect(urlShapeProblem(long.slice(0, 100))).toBeNull();
});

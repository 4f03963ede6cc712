import fc from "fast-check";
import { expect, test } from "vitest";
import { safeCallback, signInPath } from "./callback-url";

test.each(["/", "/developers/jobs", "/developers/jobs?status=failed&q=a%20b#top", "/?x=//evil.example"])(
  "%s is a page of the console",
  (path) => expect(safeCallback(path)).toBe(path),
);

test.each([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n//evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "evil.example",
  "",
  `/${"a".repeat(3_000)}`,
])("%j leads Home instead", (value) => expect(safeCallback(value)).toBe("/"));

test.each(["/sign-in", "/sign-in?callbackUrl=%2Fsign-in", "/setup", "/api/auth/signout"])(
  "%s would go round in circles",
  (value) => expect(safeCallback(value)).toBe("/"),
);

test("only one value counts", () => {
  expect(safeCallback(["/a", "/b"])).toBe("/");
  expect(safeCallback(undefined)).toBe("/");
  expect(safeCallback(null)).toBe("/");
});

test("whatever is asked for, a browser stays on this host", () => {
  const here = "http://console.example";
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "//",
    "evil.example",
    "@",
    ":",
    "\t",
    "%2f",
    "?",
    "#",
    "a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.string(), (pieces, tail) => {
      const target = new URL(safeCallback(`/${pieces.join("")}${tail}`), here);
      expect(target.origin).toBe(here);
    }),
    { numRuns: 2_000 },
  );
});

test("the way to sign-in remembers the way back, but not Home", () => {
  expect(signInPath("/developers/jobs?a=b&c")).toBe("/sign-in?callbackUrl=%2Fdevelopers%2Fjobs%3Fa%3Db%26c");
  expect(signInPath("/")).toBe("/sign-in");
  expect(signInPath(null)).toBe("/sign-in");
});

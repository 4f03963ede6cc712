import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { pagePolicy, SONNER_STYLE } from "./page-policy";

test("the policy allows the style sheet of the sonner that is installed, and it alone", () => {
  const source = readFileSync(createRequire(import.meta.url).resolve("sonner"), "utf8");
  const sheet = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1];
  const text: string = JSON.parse(sheet ?? "null");
  expect(`sha256-${createHash("sha256").update(text).digest("base64")}`).toBe(SONNER_STYLE);
});

test("in production no script runs without its nonce", () => {
  const policy = pagePolicy("abc", false);
  expect(policy).toContain("script-src 'self' 'nonce-abc';");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
  expect(policy).not.toMatch(/[\r\n]/);
});

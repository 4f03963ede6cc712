import { expect, test } from "vitest";
import { hashApiKey, keyInHeader, newApiKey, prefixOf } from "./token";

test("a key has its shape, and no two are alike", () => {
  const keys = Array.from({ length: 200 }, newApiKey);
  for (const key of keys) expect(key).toMatch(/^hky_[0-9A-Za-z]{32}$/);
  expect(new Set(keys).size).toBe(200);
});

test("the prefix tells keys apart and gives nothing away", () => {
  expect(prefixOf("hky_abcdefghij")).toBe("hky_abcdef");
});

test("a key is kept as its SHA-256", () => {
  expect(hashApiKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("the key is found in a Bearer header alone", () => {
  const key = newApiKey();
  expect(keyInHeader(`Bearer ${key}`)).toBe(key);
  expect(keyInHeader(`bearer  ${key} `)).toBe(key);
  for (const header of [
    null,
    "",
    key,
    `Basic ${key}`,
    `Bearer ${key}x`,
    `Bearer ${key} ${key}`,
    "Bearer hky_",
    "Bearer",
  ]) {
    expect(keyInHeader(header), String(header)).toBeNull();
  }
});

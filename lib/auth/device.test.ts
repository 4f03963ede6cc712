import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deviceFor, deviceOf } from "./device";

beforeAll(() => {
  vi.stubEnv("HOOKYARD_ENV_FILE", "none");
  vi.stubEnv("DATABASE_URL", "postgres://user:pass@localhost:5432/hookyard");
  vi.stubEnv("HOOKYARD_SECRET_KEY", Buffer.alloc(32, 1).toString("base64"));
  vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

test("a device is known to the account it was made for, and to no other", () => {
  const device = deviceFor(undefined, "ada@example.org");
  expect(deviceOf(device, "ada@example.org")).toMatch(/^[\w-]{22}$/);
  expect(deviceOf(device, "eve@example.org")).toBeNull();
  expect(deviceFor(device, "ada@example.org")).toBe(device);
  expect(deviceFor(device, "eve@example.org")).not.toBe(device);
});

test("what was not made here is not known", () => {
  const [id, signature = ""] = deviceFor(undefined, "ada@example.org").split(".");
  const other = signature.startsWith("A") ? "B" : "A";
  for (const value of [
    undefined,
    "",
    ".",
    `${id}.`,
    `.${signature}`,
    `x${id}.${signature}`,
    `${id}.${other}${signature.slice(1)}`,
    `${id}.${signature}x`,
    `${id}.é`,
  ]) {
    expect(deviceOf(value, "ada@example.org"), String(value)).toBeNull();
  }
});

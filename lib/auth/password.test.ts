import { expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "./password";

// A third of a second each, on a machine with nothing else to do.
vi.setConfig({ testTimeout: 60_000 });

const client = { key: "203.0.113.1", known: false };

test("the password fits its hash, and no other does", async () => {
  const stored = await hashPassword("correct horse battery", client);
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w+/=]{24}\$[\w+/=]{44}$/);
  expect(await verifyPassword("correct horse battery", stored, client)).toBe(true);
  expect(await verifyPassword("correct horse batterY", stored, client)).toBe(false);
});

test("the same password twice gives two hashes", async () => {
  const [one, other] = await Promise.all([
    hashPassword("correct horse", client),
    hashPassword("correct horse", client),
  ]);
  expect(one).not.toBe(other);
});

test("a password typed with composed or separate accents is the same", async () => {
  const stored = await hashPassword("caf\u00e9 au lait", client);
  expect(await verifyPassword("cafe\u0301 au lait", stored, client)).toBe(true);
});

test.each([null, "", "none", "scrypt$1$2", "argon2$32768$8$3$c2FsdA==$a2V5"])(
  "a hash that is missing or cannot be read (%s) fits nothing",
  async (stored) => {
    expect(await verifyPassword(stored ?? "", stored, client)).toBe(false);
  },
);

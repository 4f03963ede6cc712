import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretBox, newSigningSecret } from "./secrets";

const box = createSecretBox(randomBytes(32));

describe("createSecretBox", () => {
  it("gives back what was put in, and never the same text twice", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), (plain) => {
      const [one, two] = [box.encrypt(plain), box.encrypt(plain)];
      expect(one).not.toBe(two);
      expect(box.decrypt(one)).toBe(plain);
      expect(box.decrypt(two)).toBe(plain);
    });
    fc.assert(property);
  });

  it("refuses any altered text, without showing what is in it", () => {
    const sealed = box.encrypt("Bearer abc");
    const property = fc.property(fc.nat(sealed.length - 1), fc.constantFrom("A", "b", "_"), (at, letter) => {
      fc.pre(sealed[at] !== letter);
      const altered = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      // The last letter of base64 has bits that mean nothing.
      fc.pre(!Buffer.from(altered.slice(3), "base64url").equals(Buffer.from(sealed.slice(3), "base64url")));
      expect(() => box.decrypt(altered)).toThrow(/stored secret/);
    });
    fc.assert(property);
  });

  it("refuses a text made under another key, and no text at all", () => {
    const other = createSecretBox(randomBytes(32));
    expect(() => other.decrypt(box.encrypt("x"))).toThrow(/HOOKYARD_SECRET_KEY/);
    expect(() => box.decrypt("plain")).toThrow(/unknown version/);
    expect(() => box.decrypt("v1.abc")).toThrow(/too short/);
    expect(() => createSecretBox(randomBytes(16))).toThrow(/32 bytes/);
  });
});

describe("newSigningSecret", () => {
  it("is whsec_ and 32 bytes in base64", () => {
    expect(newSigningSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSigningSecret()).not.toBe(newSigningSecret());
  });
});

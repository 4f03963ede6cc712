import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrgId } from "@/db/ids";
import { createSecretBox, keyIdOf } from "./box";
import { sealFirst } from "./first-version.testing";
import { newSigningSecret } from "./index";
import { headerPlace, isSamePlace, type SecretPlace, signingSecretPlace } from "./place";

const key = randomBytes(32);
const box = createSecretBox(key);
const orgId = randomUUID() as OrgId;
const here = headerPlace(orgId, randomUUID(), "Authorization");

const uuids = fc.constantFrom(...Array.from({ length: 4 }, () => randomUUID()));
const places: fc.Arbitrary<SecretPlace> = fc.record({
  column: fc.constantFrom("webhook_secrets.ciphertext" as const, "webhooks.headers" as const),
  orgId: uuids.map((id) => id as OrgId),
  webhookId: uuids,
  key: fc.oneof(uuids, fc.constantFrom("authorization", "x-key", 'x","y', "")),
});
describe("createSecretBox", () => {
  it("gives back what was put in, and never the same text twice", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), places, (plain, place) => {
      const [one, two] = [box.encrypt(plain, place), box.encrypt(plain, place)];
      expect(one).not.toBe(two);
      expect(box.decrypt(one, place)).toBe(plain);
      expect(box.decrypt(two, place)).toBe(plain);
    });
    fc.assert(property);
  });

  it("opens nothing at another place than the one it was written for", () => {
    const property = fc.property(places, places, (place, other) => {
      fc.pre(!isSamePlace(place, other));
      const sealed = box.encrypt("Bearer abc", place);
      expect(() => box.decrypt(sealed, other)).toThrow(/moved to another row/);
    });
    fc.assert(property);
  });

  it("refuses any altered text, its key id included, without showing what is in it", () => {
    const sealed = box.encrypt("Bearer abc", here);
    const start = sealed.lastIndexOf(".") + 1;
    const property = fc.property(fc.nat(sealed.length - 1), fc.constantFrom("A", "b", "_"), (at, letter) => {
      fc.pre(sealed[at] !== letter);
      const altered = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      // The last letter of base64 has bits that mean nothing.
      const bytes = (text: string) => Buffer.from(text.slice(start), "base64url");
      fc.pre(at < start || !bytes(altered).equals(bytes(sealed)));
      expect(() => box.decrypt(altered, here)).toThrow(/stored secret/);
    });
    fc.assert(property);
  });

  it("refuses a text made under another key, and no text at all", () => {
    const other = createSecretBox(randomBytes(32));
    expect(() => other.decrypt(box.encrypt("x", here), here)).toThrow(
      new RegExp(`another key \\(id ${keyIdOf(key)}\\)`),
    );
    expect(() => box.decrypt("plain", here)).toThrow(/unknown version/);
    expect(() => box.decrypt("v1.abc", here)).toThrow(/too short/);
    expect(() => createSecretBox(randomBytes(16))).toThrow(/32 bytes/);
    expect(() => createSecretBox(key, [randomBytes(16)])).toThrow(/32 bytes/);
  });

  it("reads what older keys wrote, and writes under the current one alone", () => {
    const next = createSecretBox(randomBytes(32), [randomBytes(32), key]);
    const old = box.encrypt("x", here);
    expect([next.decrypt(old, here), next.stateOf(old), box.stateOf(old)]).toEqual(["x", "older", "current"]);
    const moved = next.encrypt("x", here);
    expect([next.stateOf(moved), box.stateOf(moved)]).toEqual(["current", "unreadable"]);
    expect(moved.startsWith(next.currentPrefix)).toBe(true);
  });

  it("reads the first version, under whichever key it was written, until it is moved", () => {
    const next = createSecretBox(randomBytes(32), [key]);
    const old = sealFirst("Bearer é", key);
    for (const reader of [box, next]) {
      expect([reader.decrypt(old, here), reader.stateOf(old)]).toEqual(["Bearer é", "older"]);
    }
    const stranger = createSecretBox(randomBytes(32));
    expect(() => stranger.decrypt(old, here)).toThrow(/HOOKYARD_SECRET_KEY/);
    expect(stranger.stateOf(old)).toBe("unreadable");
  });

  it("does not take a second version for a first one", () => {
    const sealed = box.encrypt("x", here).split(".").at(-1);
    expect(() => box.decrypt(`v1.${sealed}`, here)).toThrow(/stored secret/);
  });
});

describe("places", () => {
  it("are the same for a header whatever its case", () => {
    const [org, webhook] = [orgId, randomUUID()];
    expect(headerPlace(org, webhook, "X-Key")).toEqual(headerPlace(org, webhook, "x-key"));
    expect(signingSecretPlace(org, webhook, "x-key")).not.toEqual(headerPlace(org, webhook, "x-key"));
  });
});

describe("newSigningSecret", () => {
  it("is whsec_ and 32 bytes in base64", () => {
    expect(newSigningSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSigningSecret()).not.toBe(newSigningSecret());
  });
});

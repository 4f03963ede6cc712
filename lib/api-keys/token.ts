import { createHash, randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 32;
const SHAPE = /^hky_[0-9A-Za-z]{32}$/;

/** A new key: `hky_` and 32 random characters of base62 (190 bits). */
export function newApiKey(): string {
  return `hky_${Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
}

/** What is kept of a key. The key is as random as a hash, so a plain one without salt is enough. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The characters shown on screen: `hky_` and six more. */
export const prefixOf = (key: string): string => key.slice(0, 10);

/** The key in an `Authorization` header, or null if there is none of the right shape. */
export function keyInHeader(authorization: string | null): string | null {
  const key = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  return key && SHAPE.test(key) ? key : null;
}

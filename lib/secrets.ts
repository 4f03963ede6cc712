import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/**
 * Secrets at rest: AES-256-GCM under HOOKYARD_SECRET_KEY, a fresh nonce each, written `v1.<base64url of nonce, tag, ciphertext>`.
 * The prefix is authenticated too, so that a later version can't be passed off as this one.
 */
const VERSION = "v1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CACHE_SIZE = 10_000;

export type SecretBox = { encrypt(plain: string): string; decrypt(ciphertext: string): string };

/**
 * @param key 32 bytes.
 * @returns `decrypt` throws an Error that names no secret when the text was altered or made under another key.
 */
export function createSecretBox(key: Buffer): SecretBox {
  if (key.length !== 32) throw new Error("A secret key has 32 bytes.");
  return {
    encrypt(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(VERSION));
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    decrypt(ciphertext) {
      if (!ciphertext.startsWith(VERSION)) throw new Error("This is no stored secret (unknown version).");
      const bytes = Buffer.from(ciphertext.slice(VERSION.length), "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error("This is no stored secret (too short).");
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(VERSION)).setAuthTag(tag);
      try {
        const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
      } catch {
        throw new Error(
          "A stored secret can't be read: HOOKYARD_SECRET_KEY is not the key it was stored with, or the row was altered.",
        );
      }
    },
  };
}

/** What was decrypted lately: a busy webhook's secret is needed with every batch. Oldest out first. */
const decrypted = new Map<string, string>();
let box: SecretBox | undefined;

function processBox(): SecretBox {
  box ??= createSecretBox(Buffer.from(env().HOOKYARD_SECRET_KEY, "base64"));
  return box;
}

/** Encrypts a value for storage under HOOKYARD_SECRET_KEY; the same value twice gives two texts. */
export function encryptSecret(plain: string): string {
  return processBox().encrypt(plain);
}

/**
 * The value behind `encryptSecret`, from memory where it was asked for before.
 * @throws Error when the key changed or the text was altered.
 */
export function decryptSecret(ciphertext: string): string {
  const known = decrypted.get(ciphertext);
  if (known !== undefined) return known;
  const plain = processBox().decrypt(ciphertext);
  if (decrypted.size >= CACHE_SIZE) decrypted.delete(decrypted.keys().next().value as string);
  decrypted.set(ciphertext, plain);
  return plain;
}

/** A signing secret as Standard Webhooks 1.0 writes it: `whsec_` and the base64 of 32 random bytes (24 to 64 are allowed). */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

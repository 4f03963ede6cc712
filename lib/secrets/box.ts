import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { placeText, type SecretPlace } from "./place";

/**
 * Secrets at rest: AES-256-GCM, a fresh nonce each, written `v2.<key id>.<base64url of nonce, tag, ciphertext>`. What stands before the last dot is
 * authenticated, and with it the place where the value is kept. Values of before, `v1.<…>`, know neither key id nor place; they are read
 * until they are moved (lib/webhooks/move-secrets).
 */
const VERSION = "v2";
const FIRST_VERSION = "v1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_CHARACTERS = 8;

/** `current`: as it would be written now. `older`: readable, but under an older key or in an older form. `unreadable`: no key of ours made it. */
export type SecretState = "current" | "older" | "unreadable";

export type SecretBox = {
  encrypt(plain: string, place: SecretPlace): string;
  /** @throws UnreadableSecret */
  decrypt(text: string, place: SecretPlace): string;
  /** By the key id in the text; one of the first form has none, and is tried. */
  stateOf(text: string): SecretState;
  /** What every text under the current key begins with. */
  currentPrefix: string;
};

/** A stored secret that no key opens. It names no secret. */
export class UnreadableSecret extends Error {
  constructor(reason: string) {
    super(`A stored secret can't be read: ${reason}`);
    this.name = "UnreadableSecret";
  }
}

const ALTERED =
  "HOOKYARD_SECRET_KEY is not the key it was stored with, or it was altered or moved to another row.";

/** Names a key without telling anything of it. */
export const keyIdOf = (key: Buffer): string =>
  createHmac("sha256", key).update("hookyard key id").digest("base64url").slice(0, KEY_ID_CHARACTERS);

/**
 * @param current the key that is written with, 32 bytes
 * @param old keys that are still read with
 */
export function createSecretBox(current: Buffer, old: readonly Buffer[] = []): SecretBox {
  const keys = [current, ...old];
  if (keys.some((key) => key.length !== 32)) throw new Error("A secret key has 32 bytes.");
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const currentPrefix = `${VERSION}.${keyIdOf(current)}.`;
  return {
    currentPrefix,
    encrypt: (plain, place) => currentPrefix + seal(current, plain, currentPrefix + placeText(place)),
    decrypt(text, place) {
      if (text.startsWith(FIRST_VERSION)) return openFirst(keys, text) ?? unreadable(ALTERED);
      const { prefix, keyId, sealed } = partsOf(text);
      const key = byId.get(keyId);
      if (!key) {
        throw new UnreadableSecret(
          `it was stored with another key (id ${keyId}) than HOOKYARD_SECRET_KEY and HOOKYARD_SECRET_KEYS_OLD have.`,
        );
      }
      return open(key, sealed, prefix + placeText(place)) ?? unreadable(ALTERED);
    },
    stateOf(text) {
      if (text.startsWith(currentPrefix)) return "current";
      const isKnown = text.startsWith(FIRST_VERSION)
        ? openFirst(keys, text) !== null
        : byId.has(text.split(".")[1] ?? "");
      return isKnown ? "older" : "unreadable";
    },
  };
}

function partsOf(text: string): { prefix: string; keyId: string; sealed: string } {
  const [, prefix, keyId, sealed] = /^(v2\.([\w-]{8})\.)([\w-]+)$/.exec(text) ?? [];
  if (prefix === undefined || keyId === undefined || sealed === undefined) {
    return unreadable("it is none (unknown version).");
  }
  return { prefix, keyId, sealed };
}

function openFirst(keys: readonly Buffer[], text: string): string | null {
  for (const key of keys) {
    const plain = open(key, text.slice(FIRST_VERSION.length), FIRST_VERSION);
    if (plain !== null) return plain;
  }
  return null;
}

function seal(key: Buffer, plain: string, authenticated: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(authenticated));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** @returns null when the key is another one, or the text or what it is authenticated with was altered. */
function open(key: Buffer, text: string, authenticated: string): string | null {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return unreadable("it is none (too short).");
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(authenticated)).setAuthTag(tag);
  try {
    const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function unreadable(reason: string): never {
  throw new UnreadableSecret(reason);
}

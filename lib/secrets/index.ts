import { randomBytes } from "node:crypto";
import { env } from "@/env";
import { createSecretBox, type SecretBox, type SecretState, UnreadableSecret } from "./box";
import { isSamePlace, type SecretPlace } from "./place";

export { UnreadableSecret } from "./box";
export { headerPlace, type SecretPlace, signingSecretPlace } from "./place";

const CACHE_SIZE = 10_000;

/** What was decrypted lately, and for which place: a busy webhook's secret is needed with every batch. Oldest out first. */
const decrypted = new Map<string, { plain: string; place: SecretPlace }>();
let box: SecretBox | undefined;

function processBox(): SecretBox {
  box ??= openBox();
  return box;
}

function openBox(): SecretBox {
  const { HOOKYARD_SECRET_KEY, HOOKYARD_SECRET_KEYS_OLD } = env();
  const key = (text: string) => Buffer.from(text, "base64");
  return createSecretBox(key(HOOKYARD_SECRET_KEY), HOOKYARD_SECRET_KEYS_OLD.map(key));
}

/** Encrypts a value for storage at a place, under HOOKYARD_SECRET_KEY; the same value twice gives two texts. */
export function encryptSecret(plain: string, place: SecretPlace): string {
  return processBox().encrypt(plain, place);
}

/**
 * The value behind `encryptSecret`, from memory where it was asked for before.
 * @throws UnreadableSecret when no key of ours made it, or when it was altered or made for another place.
 */
export function decryptSecret(ciphertext: string, place: SecretPlace): string {
  const known = decrypted.get(ciphertext);
  if (known && isSamePlace(known.place, place)) return known.plain;
  const plain = processBox().decrypt(ciphertext, place);
  if (decrypted.size >= CACHE_SIZE) decrypted.delete(decrypted.keys().next().value as string);
  decrypted.set(ciphertext, { plain, place });
  return plain;
}

/** The same, or null where it can't be read: for those who can go on without. */
export function findSecret(ciphertext: string, place: SecretPlace): string | null {
  try {
    return decryptSecret(ciphertext, place);
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}

/** Whether a stored text is as it would be written now, was written under an older key or in an older form, or is under no key of ours. */
export function secretState(ciphertext: string): SecretState {
  return processBox().stateOf(ciphertext);
}

/** What every text that is as it would be written now begins with: for finding the others in SQL. */
export function currentSecretPrefix(): string {
  return processBox().currentPrefix;
}

/** A signing secret as Standard Webhooks 1.0 writes it: `whsec_` and the base64 of 32 random bytes (24 to 64 are allowed). */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

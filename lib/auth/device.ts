import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/env";

/**
 * What a browser is given when somebody signs in with it, to be told from strangers' afterwards: it says that this device
 * has been let into this account before, and opens nothing by itself (OWASP's "device cookies" against guessing passwords
 * and against locking people out by wrong guesses).
 * @param value what the browser holds of it already: kept if it is good
 * @param email in lower case
 */
export function deviceFor(value: string | undefined, email: string): string {
  if (value && deviceOf(value, email)) return value;
  const id = randomBytes(16).toString("base64url");
  return `${id}.${sign(id, email)}`;
}

/** The id of a device that has signed in with `email` before, or null. */
export function deviceOf(value: string | undefined, email: string): string | null {
  const [id, signature] = value?.split(".") ?? [];
  if (!id || !signature) return null;
  const expected = Buffer.from(sign(id, email));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
}

const sign = (id: string, email: string): string =>
  createHmac("sha256", env().NEXTAUTH_SECRET).update(`device\n${id}\n${email}`).digest("base64url");

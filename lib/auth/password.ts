import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's first choice for scrypt with 32 MiB: N = 2^15, r = 8, p = 3 (Password Storage Cheat Sheet). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

function derive(password: string, salt: Buffer, { N, r, p }: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // The same word typed on another keyboard may be composed differently: compare one form of it.
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64: the parameters stay with the hash, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

function parse(stored: string) {
  const [kind, N, r, p, salt, key] = stored.split("$");
  if (kind !== "scrypt" || !salt || !key) return null;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

// A hash no password has; its derivation takes as long as any other.
const nobody = `scrypt$${COST.N}$${COST.r}$${COST.p}$${randomBytes(SALT_BYTES).toString("base64")}$${randomBytes(KEY_BYTES).toString("base64")}`;

/**
 * Whether `password` is the one `stored` was made of. Without a stored hash (no such user) or with one that cannot be read
 * the answer is false, after the same work: how long it takes tells nothing.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const known = stored ? parse(stored) : null;
  const { cost, salt, key } = known ?? (parse(nobody) as NonNullable<ReturnType<typeof parse>>);
  const derived = await derive(password, salt, cost);
  return derived.length === key.length && timingSafeEqual(derived, key) && known !== null;
}

import { randomBytes, timingSafeEqual } from "node:crypto";
import { deriveKey } from "./derive-key";
import { type Client, createTurns } from "./turns";

/** OWASP's first choice for scrypt with 32 MiB: N = 2^15, r = 8, p = 3 (Password Storage Cheat Sheet). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/**
 * Each takes 32 MiB and a third of a second of a core. Two at once are seen to within seconds of any line; no one client
 * may fill it.
 */
const turns = createTurns({ atOnce: 2, waiting: 20, each: 6 });

function derive(password: string, salt: Buffer, { N, r, p }: typeof COST, client: Client): Promise<Buffer> {
  // The same word typed on another keyboard may be composed differently: compare one form of it.
  const text = password.normalize("NFKC");
  return turns.take(client, () => deriveKey(text, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }));
}

/**
 * `scrypt$N$r$p$salt$key`, salt and key in base64: the parameters stay with the hash, so that they can be raised later.
 * @param client for whom: work for one client waits its turn
 * @throws AppError unavailable when too many wait already
 */
export async function hashPassword(password: string, client: Client): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST, client);
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
 * @param client for whom: work for one client waits its turn
 * @throws AppError unavailable when too many wait already
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  client: Client,
): Promise<boolean> {
  const known = stored ? parse(stored) : null;
  const { cost, salt, key } = known ?? (parse(nobody) as NonNullable<ReturnType<typeof parse>>);
  const derived = await derive(password, salt, cost, client);
  return derived.length === key.length && timingSafeEqual(derived, key) && known !== null;
}

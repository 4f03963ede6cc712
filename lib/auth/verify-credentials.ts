import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { verifyPassword } from "./password";
import { signInInput } from "./schema";
import { createThrottle } from "./throttle";

const TEN_MINUTES_MS = 10 * 60_000;

// From one place few tries; from everywhere together more, since otherwise anybody could keep an owner out of their account.
const byAddress = createThrottle({ max: 8, windowMs: TEN_MINUTES_MS });
const byEmail = createThrottle({ max: 100, windowMs: TEN_MINUTES_MS });

/**
 * The user with this e-mail address and password. An unknown address and a wrong password are answered alike, and take as long.
 * @param input `{ email, password }`, not yet checked
 * @param ip where it comes from
 * @returns null if they do not match
 * @throws AppError rate_limited after too many failures
 */
export async function verifyCredentials(
  input: unknown,
  ip: string,
): Promise<{ id: string; name: string; email: string } | null> {
  const parsed = signInInput.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const place = `${ip} ${email}`;
  if (byAddress.blocked(place) || byEmail.blocked(email)) {
    throw new AppError("rate_limited", "Too many tries. Wait ten minutes, then try again.");
  }
  // Counted before the answer is known: guesses made at the same time are counted too.
  byAddress.fail(place);
  byEmail.fail(email);
  const user = await db().query.users.findFirst({ where: sql`lower(${users.email}) = ${email}` });
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !matches) return null;
  byAddress.forget(place);
  byEmail.forget(email);
  return { id: user.id, name: user.name, email: user.email };
}

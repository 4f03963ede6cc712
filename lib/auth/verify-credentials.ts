import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { deviceOf } from "./device";
import { guessesOf } from "./guesses";
import { verifyPassword } from "./password";
import { signInInput } from "./schema";

/**
 * The user with this e-mail address and password. An unknown address and a wrong password are answered alike, and take as long.
 * @param input `{ email, password }`, not yet checked
 * @param place where it comes from; `device`: the browser's cookie of that name, unchecked
 * @returns null if they do not match; `passwordHash` is what they match
 * @throws AppError rate_limited after too many failures, unavailable when too many passwords wait to be checked
 */
export async function verifyCredentials(
  input: unknown,
  place: { address: string; device?: string | undefined },
): Promise<{ id: string; email: string; passwordHash: string } | null> {
  const parsed = signInInput.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const guesses = guessesOf(email, place.address, deviceOf(place.device, email));
  if (guesses.spent())
    throw new AppError("rate_limited", "Too many tries. Wait ten minutes, then try again.");
  guesses.count();
  try {
    const user = await db().query.users.findFirst({ where: sql`lower(${users.email}) = ${email}` });
    const matches = await verifyPassword(password, user?.passwordHash ?? null, guesses.client);
    if (!user || !matches) return null;
    guesses.clear();
    return { id: user.id, email, passwordHash: user.passwordHash };
  } catch (error) {
    guesses.undo();
    throw error;
  }
}

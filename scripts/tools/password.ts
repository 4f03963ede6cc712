import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { setPassword } from "@/lib/auth/set-password";
import { OPERATOR } from "@/lib/auth/turns";

export type NewPassword = { email: string; password: string; sessionsEnded: number };

/**
 * `password --email <address>`: gives somebody a new password, for those who forgot theirs, and signs them out everywhere.
 * @throws Error that says what is wrong with the arguments
 */
export async function makePassword(args: string[]): Promise<NewPassword> {
  const { values } = parseArgs({ args, options: { email: { type: "string" } } });
  if (!values.email) throw new Error("Say whose: --email <address>");
  const email = values.email.toLowerCase();
  const user = await db().query.users.findFirst({ where: sql`lower(${users.email}) = ${email}` });
  if (!user) throw new Error(`There is no account "${values.email}".`);
  const password = randomBytes(12).toString("base64url");
  const actor = { kind: "system", id: null, name: "Operator" } as const;
  return { email, password, sessionsEnded: await setPassword(user.id, password, OPERATOR, actor) };
}

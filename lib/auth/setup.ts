import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { memberships, organisations, orgCounters, users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { hashPassword } from "./password";
import { type SetupInput, setupInput } from "./schema";

/** Whether nobody has set this server up yet: it has no organisation. */
export async function needsSetup(): Promise<boolean> {
  const first = await db().query.organisations.findFirst({ columns: { id: true } });
  return first === undefined;
}

/**
 * Creates the first organisation and its owner. Of two at once, one wins.
 * @throws ZodError on bad input, AppError conflict when there is an organisation already
 */
export async function createFirstOrganisation(input: SetupInput): Promise<{ orgId: OrgId; userId: string }> {
  const { organisationName, name, email, password } = setupInput.parse(input);
  // Before the transaction: it takes a tenth of a second on purpose.
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('hookyard.setup'))`);
    if (!(await needsSetup())) {
      throw new AppError("conflict", "This server was set up already. Sign in instead.");
    }
    const [organisation] = await tx
      .insert(organisations)
      .values({ name: organisationName })
      .returning({ id: organisations.id });
    const [user] = await tx.insert(users).values({ email, name, passwordHash }).returning({ id: users.id });
    if (!organisation || !user) throw new Error("The organisation was not inserted.");
    const own = { orgId: organisation.id };
    await tx.insert(orgCounters).values(own);
    await tx.insert(memberships).values({ ...own, userId: user.id, role: "owner" });
    return { ...own, userId: user.id };
  });
}

import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { memberships, organisations, orgCounters, users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { hashPassword } from "./password";
import { type SetupInput, setupInput } from "./schema";
import type { Client } from "./turns";

/** Whether nobody has set this server up yet: it has no organisation. */
export async function needsSetup(): Promise<boolean> {
  const first = await db().query.organisations.findFirst({ columns: { id: true } });
  return first === undefined;
}

/**
 * Creates the first organisation and its owner. Of two at once, one wins.
 * @param client for whom the password is hashed
 * @throws ZodError on bad input, AppError conflict when there is an organisation already, unavailable when too many try at once
 */
export async function createFirstOrganisation(
  input: SetupInput,
  client: Client,
): Promise<{ orgId: OrgId; userId: string }> {
  const { organisationName, name, email, password } = setupInput.parse(input);
  // On a server that is set up this is anybody's call: it must cost nothing.
  await refuseIfSetUp();
  // Before the transaction: it takes a third of a second on purpose.
  const passwordHash = await hashPassword(password, client);
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('hookyard.setup'))`);
    await refuseIfSetUp();
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

async function refuseIfSetUp(): Promise<void> {
  if (!(await needsSetup())) {
    throw new AppError("conflict", "This server was set up already. Sign in instead.");
  }
}

import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { contextFor, createDatabase, type TestDatabase } from "@/scripts/test/fixtures";
import { getProfile } from "./membership";
import { createFirstOrganisation, needsSetup } from "./setup";
import { verifyCredentials } from "./verify-credentials";

const input = {
  organisationName: "Riverside Meetups",
  name: "Ada Osei",
  email: "Ada@Example.org",
  password: "correct horse battery",
};

const client = { key: "203.0.113.1", known: false };

let database: TestDatabase;

// Setup is about a server with nothing in it.
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});

afterAll(async () => {
  await closeDb();
  await database.drop();
});

test("bad input makes nothing", async () => {
  await expect(createFirstOrganisation({ ...input, password: "short" }, client)).rejects.toThrow();
  expect(await needsSetup()).toBe(true);
});

test("of several at once one makes the organisation, whole, and the others are told", async () => {
  const tries = await Promise.allSettled(
    [1, 2, 3].map((n) => createFirstOrganisation({ ...input, email: `ada${n}@example.org` }, client)),
  );
  const made = tries.filter((result) => result.status === "fulfilled");
  const refused = tries.filter((result) => result.status === "rejected");
  expect(made).toHaveLength(1);
  expect(refused.map(({ reason }) => reason.code)).toEqual(["conflict", "conflict"]);
  expect(await needsSetup()).toBe(false);

  const { orgId, userId } = made[0]?.value ?? {};
  expect(await db().query.organisations.findMany()).toMatchObject([{ id: orgId, name: "Riverside Meetups" }]);
  expect(await db().query.users.findMany()).toHaveLength(1);
  expect(await db().query.orgCounters.findMany()).toEqual([{ orgId, lastJobNumber: 0 }]);

  const ctx = await contextFor(userId ?? "");
  expect(ctx).toMatchObject({ orgId, role: "owner", actor: { kind: "user", name: "Ada Osei" } });
  if (ctx) expect(await getProfile(ctx)).toMatchObject({ organisation: { name: "Riverside Meetups" } });
});

test("once there is an organisation, trying again costs nothing", async () => {
  // Passwords of one client to be hashed would find no place beyond the sixth.
  const tries = await Promise.allSettled(
    Array.from({ length: 30 }, () => createFirstOrganisation(input, client)),
  );
  expect(
    new Set(tries.map((result) => (result.status === "rejected" ? result.reason.code : "made"))),
  ).toEqual(new Set(["conflict"]));
});

test("the owner signs in with what was chosen, in any case of the address", async () => {
  const [owner] = await db().query.users.findMany();
  const email = owner?.email.toUpperCase();
  const user = await verifyCredentials({ email, password: input.password }, { address: "203.0.113.5" });
  expect(user).toMatchObject({ id: owner?.id, email: owner?.email });
});

test("a wrong password and an unknown address are answered alike, and after some tries neither is", async () => {
  const [owner] = await db().query.users.findMany();
  const attempt = (email: string | undefined, ip: string, password = "wrong") =>
    verifyCredentials({ email, password }, { address: ip });
  expect(await attempt(owner?.email, "203.0.113.9")).toBeNull();
  expect(await attempt("nobody@example.org", "203.0.113.9")).toBeNull();
  for (const email of [owner?.email, "nobody@example.org"]) {
    for (let n = 0; n < 7; n++) expect(await attempt(email, "203.0.113.9")).toBeNull();
    const blocked = attempt(email, "203.0.113.9", input.password);
    await expect(blocked).rejects.toMatchObject({ code: "rate_limited" });
  }
  expect(await attempt(owner?.email, "203.0.113.10", input.password)).not.toBeNull();
});

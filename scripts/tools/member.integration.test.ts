import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closeDb } from "@/db/client";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { contextFor } from "@/scripts/test/fixtures";
import { makeMember } from "./member";

afterAll(closeDb);

test("a member gets in, with the role asked for, in an organisation that is made once", async () => {
  const organisation = `Other ${randomUUID()}`;
  const first = await makeMember(["--role", "viewer", "--organisation", organisation]);
  const second = await makeMember(["--role", "admin", "--organisation", organisation, "--name", "Ada"]);
  expect(second.organisationId).toBe(first.organisationId);
  expect(await contextFor(first.userId)).toMatchObject({ orgId: first.organisationId, role: "viewer" });
  expect(await contextFor(second.userId)).toMatchObject({ role: "admin", actor: { name: "Ada" } });
  expect(
    await verifyCredentials({ email: first.email, password: first.password }, { address: "127.0.0.1" }),
  ).toMatchObject({
    id: first.userId,
  });
});

test("a role that is none is refused", async () => {
  await expect(makeMember(["--role", "king"])).rejects.toThrow("--role owner|admin|developer|viewer");
});

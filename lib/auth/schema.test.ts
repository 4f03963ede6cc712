import { expect, test } from "vitest";
import { setupInput, signInInput } from "./schema";

const good = {
  organisationName: " Riverside Meetups ",
  name: "Ada Osei",
  email: " Ada@Example.org ",
  password: "correct horse battery",
};

test("setup trims names and writes the e-mail address small", () => {
  expect(setupInput.parse(good)).toMatchObject({
    organisationName: "Riverside Meetups",
    email: "ada@example.org",
  });
});

test.each([
  ["organisationName", "  "],
  ["name", ""],
  ["email", "ada"],
  ["email", `${"a".repeat(250)}@example.org`],
  ["password", "short"],
  ["password", "aaaaaaaaaaaaaaaa"],
  ["password", "x".repeat(201)],
])("setup refuses %s %j, at its field", (field, value) => {
  const result = setupInput.safeParse({ ...good, [field]: value });
  expect(result.error?.issues[0]?.path).toEqual([field]);
});

test("an e-mail address is no password", () => {
  const result = setupInput.safeParse({ ...good, password: "ADA@example.org" });
  expect(result.error?.issues).toMatchObject([{ path: ["password"] }]);
});

test("signing in asks nothing of the password but that there is one", () => {
  expect(signInInput.safeParse({ email: "ada@example.org", password: "old" }).success).toBe(true);
  expect(signInInput.safeParse({ email: "ada@example.org", password: "" }).success).toBe(false);
});

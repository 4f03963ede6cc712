import { expect, test } from "vitest";
import { can, type Permission, ROLES } from "./permissions";

const all: Permission[] = [
  "webhooks.read",
  "webhooks.write",
  "webhooks.secrets",
  "jobs.read",
  "jobs.write",
  "events.read",
  "events.write",
  "test_endpoints.read",
  "test_endpoints.write",
  "api_keys.read",
  "api_keys.write",
  "modules.read",
  "modules.write",
  "account.write",
  "members.read",
  "members.write",
  "organisation.write",
];

test("each role may do all that the next one may", () => {
  for (const [index, role] of ROLES.entries()) {
    const next = ROLES[index + 1];
    for (const permission of all) {
      if (next && can(next, permission)) expect(can(role, permission), `${role} ${permission}`).toBe(true);
    }
  }
});

test("an owner may do everything", () => {
  expect(all.filter((permission) => !can("owner", permission))).toEqual([]);
});

test("a viewer changes nothing but their own account and sees no secret and no API key", () => {
  const allowed = all.filter((permission) => can("viewer", permission));
  expect(allowed.filter((permission) => !permission.endsWith(".read"))).toEqual(["account.write"]);
  expect(allowed).not.toContain("api_keys.read");
});

test("a developer handles webhooks but not members, an admin both", () => {
  for (const permission of ["webhooks.write", "webhooks.secrets", "jobs.write"] as const) {
    expect(can("developer", permission), permission).toBe(true);
  }
  expect(can("developer", "members.write")).toBe(false);
  expect(can("admin", "members.write")).toBe(true);
  expect(can("admin", "organisation.write")).toBe(false);
});

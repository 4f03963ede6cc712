/** A member's role in an organisation, from most to least. */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export type Role = (typeof ROLES)[number];

export type Permission =
  | "webhooks.read"
  | "webhooks.write"
  | "webhooks.secrets"
  | "jobs.read"
  | "jobs.write"
  | "events.read"
  | "events.write"
  | "test_endpoints.read"
  | "test_endpoints.write"
  | "api_keys.read"
  | "api_keys.write"
  | "modules.read"
  | "modules.write"
  | "account.write"
  | "members.read"
  | "members.write"
  | "organisation.write";

const viewer: Permission[] = [
  "webhooks.read",
  "jobs.read",
  "events.read",
  "test_endpoints.read",
  "modules.read",
  "members.read",
  // One's own account, such as where one is signed in.
  "account.write",
];
const developer: Permission[] = [
  ...viewer,
  "webhooks.write",
  "webhooks.secrets",
  "jobs.write",
  "events.write",
  "test_endpoints.write",
  "api_keys.read",
  "api_keys.write",
  "modules.write",
];
const admin: Permission[] = [...developer, "members.write"];

const table: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(viewer),
  developer: new Set(developer),
  admin: new Set(admin),
  owner: new Set([...admin, "organisation.write"]),
};

/** The one table of who may do what: the server refuses by it, the screen hides by it. */
export function can(role: Role, permission: Permission): boolean {
  return table[role].has(permission);
}

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/auth/permissions";
import { firstRunPath } from "./first-run";
import { unique } from "./screens";
import { signIn } from "./test";

export type Member = {
  organisationId: string;
  userId: string;
  email: string;
  password: string;
  role: Role;
  /** Null for a role that may have none. */
  apiKey: string | null;
};

/**
 * A further user of the copy of Hookyard under test, made by its own tool: in the demo organisation, or in one of the name
 * given.
 */
export async function addMember(role: Role, organisation?: string): Promise<Member> {
  const args = ["dist/tools.mjs", "member", "--role", role];
  if (organisation) args.push("--organisation", organisation);
  const env = { ...process.env, ...settingsUnderTest() };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** A browser of somebody else's: a page with a session of that member. Close it with its context. */
export async function openAs(browser: Browser, member: Pick<Member, "email" | "password">): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, member);
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  return page;
}

/** An organisation to oneself, for tests whose events must not meet others': a page of its owner, and its API key. */
export async function openOwn(browser: Browser): Promise<{ page: Page; key: string; organisation: string }> {
  const organisation = unique("Own");
  const owner = await addMember("owner", organisation);
  return { page: await openAs(browser, owner), key: owner.apiKey ?? "", organisation };
}

/** Its database and secrets, from its data folder; those of the environment where it was started with them. */
function settingsUnderTest(): Record<string, string> {
  const folder = dirname(firstRunPath());
  const read = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  };
  const { port, password } = read("postgres.json");
  return {
    HOOKYARD_ENV_FILE: "none",
    ...read("secrets.json"),
    ...(port && { DATABASE_URL: `postgres://hookyard:${password}@127.0.0.1:${port}/hookyard` }),
  };
}

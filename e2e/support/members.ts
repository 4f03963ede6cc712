import { type Browser, expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/auth/permissions";
import { unique } from "./screens";
import { signIn } from "./test";
import { runTool } from "./tools";

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
  return runTool<Member>("member", "--role", role, ...(organisation ? ["--organisation", organisation] : []));
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

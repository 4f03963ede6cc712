import type { Browser } from "@playwright/test";
import { type Member, openAs } from "./members";

/** The cookies of a new session of this member, as a `Cookie` header. */
export async function sessionOf(
  browser: Browser,
  member: Pick<Member, "email" | "password">,
): Promise<string> {
  const page = await openAs(browser, member);
  const cookies = await page.context().cookies();
  await page.context().close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

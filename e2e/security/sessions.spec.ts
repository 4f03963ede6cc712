import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { addMember, type Member, openAs } from "../support/members";
import { expectGoodScreen, unique } from "../support/screens";
import { expect, test } from "../support/test";
import { runTool, settingsUnderTest } from "../support/tools";
import { visitor } from "../support/visitor";

const PAGES = ["/", "/developers/webhooks", "/developers/api-keys", "/settings/sessions"];
const ROUTES = ["/api/live/webhooks", "/api/live/jobs", "/api/live/test-endpoints"];

const owner = () => addMember("owner", unique("Sessions"));

/** The same cookies in another browser, as somebody who copied them has them. */
async function copyOf(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  return context.newPage();
}

/** Nothing is to be had: not from pages, whole or in part, nor from routes, nor from next-auth itself. */
async function expectSignedOut(request: APIRequestContext): Promise<void> {
  for (const path of PAGES) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect([path, response.status()]).toEqual([path, 307]);
    expect(response.headers().location, path).toContain("/sign-in");
    const part = await request.get(path, { maxRedirects: 0, headers: { rsc: "1" } });
    expect(await part.text(), path).not.toContain("Demo owner");
  }
  for (const path of ROUTES) expect([path, (await request.get(path)).status()]).toEqual([path, 401]);
  expect(await (await request.get("/api/auth/session")).json()).toEqual({});
}

async function expectSignedIn(request: APIRequestContext): Promise<void> {
  for (const path of PAGES) expect([path, (await request.get(path)).status()]).toEqual([path, 200]);
  for (const path of ROUTES) expect([path, (await request.get(path)).status()]).toEqual([path, 200]);
}

async function signOut(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Account: / })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

test("a copied cookie is worth nothing after signing out: in pages, routes and actions", async ({
  browser,
}) => {
  const page = await openAs(browser, await owner());
  const copy = await copyOf(browser, page);
  await copy.goto("/developers/api-keys");
  await copy.getByRole("button", { name: "Create API key" }).click();
  await copy.getByRole("textbox", { name: "Name" }).fill("Stolen");
  await expectSignedIn(copy.request);

  await signOut(page);
  await copy.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(copy.getByRole("dialog")).toContainText("Your session has ended. Sign in again.");
  await expectSignedOut(copy.request);
  for (const each of [page, copy]) await each.context().close();
});

test("sessions are listed, and ended from elsewhere", async ({ browser }) => {
  const account = await owner();
  const here = await openAs(browser, account);
  const there = await openAs(browser, account);
  const third = visitor();
  await third.signIn(account, { "user-agent": "curl/8.5.0" });

  await here
    .getByRole("button", { name: /^Account: / })
    .first()
    .click();
  await here.getByRole("menuitem", { name: "Sessions" }).click();
  await expect(here.getByRole("heading", { name: "Sessions", level: 1 })).toBeVisible();
  const rows = here.getByRole("row");
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText(/Chrome on .*\(this server\).*This device/);
  await expectGoodScreen(here);

  await here.getByRole("button", { name: "Sign out curl" }).click();
  await expect(here.getByText("curl is signed out.")).toBeVisible();
  await expect(rows).toHaveCount(3);
  expect((await third.call("/api/live/webhooks")).status).toBe(401);
  await expectSignedIn(there.request);

  await here.getByRole("button", { name: "Sign out all others" }).click();
  await here.getByRole("alertdialog").getByRole("button", { name: "Sign out all others" }).click();
  await expect(here.getByText("You are signed in nowhere else.")).toBeVisible();
  await expectSignedOut(there.request);
  await expectGoodScreen(here);
  await there.goto("/developers/jobs");
  await expect(there).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expectSignedIn(here.request);
  for (const each of [here, there]) await each.context().close();
});

test("signing in again ends the session this browser had", async () => {
  const account = await owner();
  const first = visitor();
  await first.signIn(account);
  const copy = visitor();
  for (const [name, value] of first.cookies) copy.cookies.set(name, value);
  expect((await copy.call("/api/live/webhooks")).status).toBe(200);
  await first.signIn(account);
  expect((await first.call("/api/live/webhooks")).status).toBe(200);
  expect((await copy.call("/api/live/webhooks")).status).toBe(401);
});

test("a new password ends every session, and the old one opens nothing", async ({ browser }) => {
  const account = await owner();
  const page = await openAs(browser, account);
  const made = await runTool<Member & { sessionsEnded: number }>("password", "--email", account.email);
  expect(made.sessionsEnded).toBe(1);
  await expectSignedOut(page.request);
  expect(await visitor().signIn(account)).toMatchObject({ status: 401 });
  expect(await visitor().signIn(made)).toMatchObject({ status: 200, error: null });
  await page.context().close();
});

test("a cookie that names a user and no session is worth nothing, and does not stand in the way", async ({
  browser,
}) => {
  const account = await owner();
  const page = await openAs(browser, account);
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith(".session"));
  if (!session) throw new Error("There is no session cookie.");
  const secret = settingsUnderTest().NEXTAUTH_SECRET ?? process.env.NEXTAUTH_SECRET ?? "";
  await page
    .context()
    .addCookies([{ ...session, value: await encode({ token: { sub: account.userId }, secret }) }]);
  await expectSignedOut(page.request);
  await page.context().close();

  const again = await openAs(browser, account);
  await expectSignedIn(again.request);
  await again.context().close();
});

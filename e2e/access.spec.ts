import { firstRun } from "./support/first-run";
import { expect, signIn, test } from "./support/test";

const PAGES = [
  "/",
  "/developers/webhooks",
  "/developers/jobs",
  "/developers/test-endpoints",
  "/developers/api-keys",
];

test("a page without a session leads to sign-in and back", async ({ page }) => {
  await page.goto("/developers/jobs?status=failed");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await signIn(page);
  await expect(page).toHaveURL(/\/developers\/jobs\?status=failed$/);
});

test("a wrong password is refused and keeps what was typed", async ({ page }) => {
  await page.goto("/sign-in");
  await signIn(page, { email: firstRun().email, password: "not the password" });
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(firstRun().email);
});

test("signing out ends the session", async ({ page }) => {
  await page.goto("/sign-in");
  await signIn(page);
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  // A page that was only just drawn does not hear the first click.
  await expect(async () => {
    await page
      .getByRole("button", { name: /Demo owner/ })
      .first()
      .click({ timeout: 2_000 });
    await expect(signOut).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await signOut.click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/developers/webhooks");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test("no session, no data: pages and routes alike", async ({ request }) => {
  for (const path of PAGES) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect(response.status(), path).toBeGreaterThanOrEqual(300);
    expect(response.status(), path).toBeLessThan(400);
  }
  for (const path of [
    "/api/live/webhooks",
    "/api/live/jobs",
    "/api/live/test-endpoints",
    "/api/live/jobs/1",
  ]) {
    expect((await request.get(path)).status(), path).toBe(401);
  }
});

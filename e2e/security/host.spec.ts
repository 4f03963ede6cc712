import type { Page } from "@playwright/test";
import { firstRun } from "../support/first-run";
import { sendRaw } from "../support/raw";
import { expect, signIn, test } from "../support/test";
import { createWebhook, NOWHERE } from "../support/webhooks";

const FORGED: [string, string][] = [
  ["X-Forwarded-Host", "evil.example"],
  ["X-Forwarded-Proto", "https"],
  ["X-Forwarded-Port", "1"],
  ["Forwarded", "host=evil.example;proto=https"],
];

test("no address of an answer follows a forged host", async () => {
  const targets = [
    "/",
    "/sign-in",
    "/sign-in/",
    "//evil.example/x",
    "/developers/jobs",
    "/api/auth/signin",
    "/api/auth/providers",
  ];
  for (const target of targets) {
    const { status, text } = await sendRaw({ target, headers: FORGED });
    expect(status, target).toBeLessThan(400);
    if (target !== "//evil.example/x") expect(text, target).not.toContain("evil.example");
  }
  const providers = await sendRaw({ target: "/api/auth/providers", headers: FORGED });
  expect(providers.body).toContain(`${firstRun().url}/api/auth/callback/credentials`);
});

test("the console is not opened by a name that is not ours", async () => {
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "192.0.2.1:3000",
    "evil.example:3000",
    "localhost@evil.example",
  ]) {
    const headers: [string, string][] = [["Host", host]];
    for (const target of ["/", "/sign-in", "/api/live/webhooks", "/api/auth/csrf"]) {
      const answer = await sendRaw({ target, headers });
      expect(answer.status, `${host}${target}`).toBe(421);
      expect(answer.body).toContain(firstRun().url);
    }
    expect((await sendRaw({ target: "/api/health", headers })).status, host).toBe(200);
    expect((await sendRaw({ target: "/api/v1/webhooks", headers })).status, host).toBe(401);
  }
});

for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
  test(`one signs in, changes something and signs out by ${name}`, async ({ browser }) => {
    const { port } = new URL(firstRun().url);
    const context = await browser.newContext({ baseURL: `http://${name}:${port}` });
    const page = await context.newPage();
    await page.goto("/developers/webhooks");
    await signIn(page);
    await expect(page).toHaveURL(`http://${name}:${port}/developers/webhooks`);
    const { name: webhook } = await createWebhook(NOWHERE);
    await page.reload();
    await page.getByRole("button", { name: `Actions for ${webhook}`, exact: true }).click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await expect(page.getByText(`“${webhook}” is inactive`)).toBeVisible();
    await signOut(page);
    await context.close();
  });
}

async function signOut(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /Demo owner/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

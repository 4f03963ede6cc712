import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Receiver, startReceiver } from "../../scripts/test/receiver";
import { firstRun } from "./first-run";
import { watchPages } from "./watch-pages";

type Fixtures = {
  /** A real receiver on loopback, closed after the test. */
  receiver: Receiver;
  /** A page with a session of the demo organisation's owner. */
  console: Page;
  /** Pages report no error. Switched off by a test that makes them. */
  quietPages: boolean;
  watched: undefined;
};

/** Signs in through the form, as a person does. */
export async function signIn(
  page: Page,
  who: { email: string; password: string } = firstRun(),
): Promise<void> {
  await page.getByLabel("E-mail address").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

let session: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>> | undefined;

export const test = base.extend<Fixtures>({
  quietPages: [true, { option: true }],
  watched: [
    async ({ browser, quietPages }, use) => {
      const { reports, stop } = watchPages(browser);
      await use(undefined);
      stop();
      if (quietPages) expect(reports, "errors that pages reported").toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.close();
  },
  console: async ({ page, context }, use) => {
    if (session) {
      await context.addCookies(session.cookies);
      await page.goto("/");
    } else {
      await page.goto("/");
      await signIn(page);
      await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
      session = await context.storageState();
    }
    await use(page);
  },
});

/** Runs axe on the page, in both themes unless told otherwise, and expects no finding. */
export async function expectAccessible(
  page: Page,
  themes: ("light" | "dark")[] = ["light", "dark"],
): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${theme}: ${id}: ${nodes.map((node) => node.html).join(" | ")}`),
    ).toEqual([]);
  }
}

export { expect };

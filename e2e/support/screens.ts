import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./test";

/** On a phone of 360 px nothing has to be scrolled sideways. */
export async function expectFits(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 780 });
  await expect
    .poll(() =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    )
    .toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}

/** What every screen has to stand: axe in both themes, on a desk and on a phone. */
export async function expectGoodScreen(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectFits(page);
}

/** A name that no other test has. */
export const unique = (name: string): string =>
  `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

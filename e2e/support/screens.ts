import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./test";

/** What every screen has to stand: axe in both themes on a desk, and on a phone too, where nothing is scrolled sideways. */
export async function expectGoodScreen(page: Page): Promise<void> {
  await expectAccessible(page);
  const desk = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNotTooWide(page);
  // The colours are those of the desk: one theme is enough.
  await expectAccessible(page, ["light"]);
  if (desk) await page.setViewportSize(desk);
}

async function expectNotTooWide(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    )
    .toBeLessThanOrEqual(0);
}

/** A name that no other test has. */
export const unique = (name: string): string =>
  `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

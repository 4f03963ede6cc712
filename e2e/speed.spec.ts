import type { Page } from "@playwright/test";
import { addMember, openAs } from "./support/members";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { runTool } from "./support/tools";
import { WebhookList } from "./support/webhook-list";

// Recording a trace reads the whole page at every step, in the page's own time.
test.use({ trace: "off" });

test("500 webhooks with their day behind them: the next paint comes at once", async ({ browser }) => {
  const organisation = unique("Many");
  const many = await addMember("owner", organisation);
  await runTool("many-webhooks", "--organisation", organisation, "--count", "500");
  const page = await openAs(browser, many);
  // On a machine by itself nine of ten are below 100 ms. This one runs other tests as well, and the interactions wait for the processor: what
  // would be noticed then is a page that draws every row again at each key, which takes seconds. A few visits may be needed.
  await expect(async () => {
    const sorted = (await useList(page)).sort((a, b) => a - b);
    const told = `of ${sorted.join(", ")} ms`;
    expect(sorted[Math.floor((sorted.length - 1) * 0.9)], told).toBeLessThan(200);
    expect(sorted.at(-1), told).toBeLessThanOrEqual(500);
  }).toPass({ timeout: 80_000 });
  await page.context().close();
});

/** Does what people do with the list, on a fresh page. @returns how long each interaction took to its next paint, in ms; none below 16 */
async function useList(page: Page): Promise<number[]> {
  const list = await new WebhookList(page).open();
  await expect(list.count).toHaveText("500 webhooks");
  await expect(list.row("Webhook 0").getByRole("img")).toBeVisible();
  await page.evaluate(() => {
    const slowest = new Map<number, number>();
    Object.assign(window, { slowest });
    // TypeScript's types of the browser do not know the threshold yet.
    const options = { type: "event", durationThreshold: 16 };
    new PerformanceObserver((entries) => {
      for (const { interactionId, duration } of entries.getEntries() as PerformanceEventTiming[]) {
        if (interactionId) slowest.set(interactionId, Math.max(duration, slowest.get(interactionId) ?? 0));
      }
    }).observe(options);
  });
  await (await list.menu("Webhook 0")).press("Escape");
  await list.search.pressSequentially("webhook 4", { delay: 60 });
  await expect(list.count).toHaveText("176 of 500 webhooks");
  await list.search.press("Control+A");
  await list.search.press("Delete");
  await expect(list.count).toHaveText("500 webhooks");
  await list.sortBy("Name");
  await list.filter("Status", "Active");
  await list.sortBy("Success, 24 h");
  await list.sortBy("Last delivery");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  return page.evaluate(() => [...(window as unknown as { slowest: Map<number, number> }).slowest.values()]);
}

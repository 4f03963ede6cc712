import type { Browser, BrowserContext } from "@playwright/test";

/** A test may have a server that is away, and answers that are refusals; the browser reports both. */
const EXPECTED = /^Failed to load resource/;

/**
 * Collects what pages of this browser report from here on: errors on the console, among them whatever a content security policy kept
 * from happening, and exceptions that nobody caught.
 * @returns `reports` so far; `stop` when the test is over
 */
export function watchPages(browser: Browser): { reports: string[]; stop: () => void } {
  const reports: string[] = [];
  const onContext = (context: BrowserContext) => {
    context.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !EXPECTED.test(text))
        reports.push(`${message.page()?.url()}: ${text}`);
    });
    context.on("weberror", (error) => reports.push(`${error.page()?.url()}: ${error.error().message}`));
  };
  browser.on("context", onContext);
  return { reports, stop: () => browser.off("context", onContext) };
}

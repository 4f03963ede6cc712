import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/lib/browser.mjs";

/** Against a Hookyard that runs: `npm test` starts one of its own; by hand, the one of `npm run up`. */
const baseURL = process.env.HOOKYARD_E2E_URL ?? `http://localhost:${process.env.PORT || 3000}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 2,
  // A journey of many steps may meet a machine that is briefly busy; the report names what passed only then.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.HOOKYARD_E2E_REPORT ?? "test-results/report.json" }],
  ],
  use: {
    baseURL,
    // Of the second try alone: recording every step takes a third of the time.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    // The path alone is enough, also as root.
    launchOptions: { executablePath: await findBrowser(), args: ["--disable-quic", "--no-first-run"] },
  },
});

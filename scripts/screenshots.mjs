import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./lib/browser.mjs";
import { ROOT } from "./lib/files.mjs";
import { firstRunPath, forgetSettings, startHookyard } from "./lib/tests/running.mjs";

/**
 * `npm run screenshots`: starts a Hookyard of its own, fills it, and takes a picture of each screen, light, dark and as
 * narrow as a phone. The pictures of the README go to docs/screenshots, all of them to test-results/screenshots.
 */
const ALL = join(ROOT, "test-results", "screenshots");
const README = join(ROOT, "docs", "screenshots");
const LOOKS = [
  { name: "light", viewport: { width: 1360, height: 850 }, colorScheme: /** @type {const} */ ("light") },
  { name: "dark", viewport: { width: 1360, height: 850 }, colorScheme: /** @type {const} */ ("dark") },
  { name: "phone", viewport: { width: 360, height: 780 }, colorScheme: /** @type {const} */ ("light") },
];
/** Screen → look that the README shows. */
const SHOWN = new Map([
  ["jobs", "light"],
  ["job", "dark"],
  ["webhook-new", "light"],
  ["webhook", "light"],
]);

async function main() {
  forgetSettings(process.env);
  await Promise.all([ALL, README].map((folder) => mkdir(folder, { recursive: true })));
  const app = await startHookyard({ HOOKYARD_ALLOWED_NETWORKS: "127.0.0.0/8" });
  const browser = await chromium.launch({ executablePath: await findBrowser() });
  try {
    const access = JSON.parse(readFileSync(firstRunPath(app.dataDir), "utf8"));
    const screens = await fill(app.url, access.apiKey);
    for (const look of LOOKS) await takeAll(browser, look, app.url, access, screens);
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** Something believable to look at; answers the screens by name. */
async function fill(url, apiKey) {
  const call = async (method, path, body) => {
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { webhooks } = await call("GET", "/webhooks");
  const demo = webhooks[0];
  const further = [
    { name: "CRM sync", subscriptions: ["attendee.created", "attendee.updated"], rate_limit: 5 },
    { name: "Badge printer", subscriptions: ["attendee.*"], format: "data", ordered: true },
    { name: "Audit trail", subscriptions: ["*"], active: false },
  ];
  for (const settings of further)
    await call("POST", "/webhooks", { url: demo.url, active: true, ...settings });
  const people = [
    "Grace Hopper",
    "Katherine Johnson",
    "Mary Jackson",
    "Radia Perlman",
    "Barbara Liskov",
    "Karen Jones",
  ];
  const stamp = { created_at: "2026-04-02T08:15:00Z", updated_at: "2026-04-18T09:30:00Z" };
  for (let round = 0; round < 4; round++) {
    const events = people.map((name, index) => {
      const [first_name, last_name] = name.split(" ");
      const ticket_type = ["Sponsor", "Visitor", null][index % 3];
      const data = {
        id: `att_${index + 1}`,
        first_name,
        last_name,
        email: `${first_name?.toLowerCase()}@example.org`,
      };
      return {
        type: ["attendee.created", "attendee.updated"][round % 2],
        data: { ...data, ticket_type, attendee_type: "Speaker", language: "en", ...stamp },
      };
    });
    await call("POST", "/events", events);
  }
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const { jobs } = await call("GET", "/jobs?limit=100");
    if (jobs.length > 40 && jobs.every((job) => job.status === "succeeded")) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    home: "/",
    webhooks: "/developers/webhooks",
    "webhook-new": "/developers/webhooks/new",
    webhook: `/developers/webhooks/${demo.id}`,
    "webhook-signing": `/developers/webhooks/${demo.id}/signing`,
    "webhook-history": `/developers/webhooks/${demo.id}/history`,
    jobs: "/developers/jobs",
    job: "/developers/jobs/1",
    "test-endpoints": "/developers/test-endpoints",
    "api-keys": "/developers/api-keys",
    "calendar-events": "/modules/calendar-events",
  };
}

async function takeAll(browser, { name: look, ...options }, url, access, screens) {
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail address").fill(access.email);
  await page.getByLabel("Password", { exact: true }).fill(access.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
  for (const [screen, path] of Object.entries(screens)) {
    await page.goto(url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => {});
    await page.screenshot({ path: join(ALL, `${screen}-${look}.png`), fullPage: look === "phone" });
    if (SHOWN.get(screen) === look) await page.screenshot({ path: join(README, `${screen}.png`) });
    console.log(`${screen}, ${look}`);
  }
  await context.close();
}

await main();

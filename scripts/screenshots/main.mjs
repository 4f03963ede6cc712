import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import postgres from "postgres";
import { findBrowser } from "../lib/browser.mjs";
import { ROOT } from "../lib/files.mjs";
import { readRecord } from "../lib/postgres/cluster.mjs";
import { fail, stopAll, stopAtEnd, stopOnSignals } from "../lib/shutdown.mjs";
import { print, step } from "../lib/steps.mjs";
import { firstRunPath, forgetSettings, startHookyard } from "../lib/tests/running.mjs";
import { addCalendarEvents } from "./calendar-events.mjs";
import { growToPage, looks, openLook, openScreen, signIn } from "./looks.mjs";
import { createOrganisation } from "./organisation.mjs";
import { findPlaces, forgetEverybody, giveItAPast, nameIt } from "./past.mjs";
import { startReceiver } from "./receiver.mjs";
import { SETUP, screens } from "./screens.mjs";

const USAGE = `npm run screenshots [-- --readme | -- [--only NAME,…] [--look NAME,…]]

Starts a Hookyard of its own, fills it, and takes a picture of each screen: on a desk and as narrow as a phone, light and
dark. They go to test-results/screenshots; with --readme it is those of the README alone, and they go to docs/screenshots.`;

const ALL = join(ROOT, "test-results", "screenshots");
const README = join(ROOT, "docs", "screenshots");
const NAMES = new URL("names.mjs", import.meta.url).href;
/** What the README shows, sharp on dense displays too. */
const SHOWN = [
  { screen: "webhooks", look: "light" },
  { screen: "webhook-new-filled", look: "light" },
  { screen: "webhook", look: "dark" },
  { screen: "job-failed", look: "light" },
  { screen: "webhooks", look: "phone" },
  { screen: "webhook", look: "phone-dark" },
];
const SHARPNESS = 1.25;

async function main() {
  const { values } = parseArgs({
    options: {
      readme: { type: "boolean" },
      only: { type: "string" },
      look: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return print(USAGE);
  forgetSettings(process.env);
  await Promise.all([ALL, README].map((folder) => mkdir(folder, { recursive: true })));
  const wanted = (list, name) => !list || list.split(",").includes(name);
  const app = await step("Start Hookyard", () =>
    startHookyard({ HOOKYARD_ALLOWED_NETWORKS: "127.0.0.0/8", NODE_OPTIONS: `--import=${NAMES}` }),
  );
  const sql = await openDatabase(app.dataDir);
  const access = JSON.parse(readFileSync(firstRunPath(app.dataDir), "utf8"));
  const browser = await chromium.launch({ executablePath: await findBrowser() });
  stopAtEnd(0, () => browser.close());
  const all = await step("Fill it", () => fill({ app, sql, browser, access }));
  if (values.readme) {
    await step("Take the README's pictures", () =>
      takeForReadme({ browser, url: app.url, access, screens: all }),
    );
    return stopAll();
  }
  const take = async (screens) => {
    for (const look of looks.filter(({ name }) => wanted(values.look, name))) {
      await step(`Take ${screens.length} pictures, ${look.name}`, (detail) =>
        takeAll({ browser, look, url: app.url, access, screens, detail }),
      );
    }
  };
  await take(all.filter(({ name }) => wanted(values.only, name)));
  if (wanted(values.only, SETUP.name)) {
    await forgetEverybody(sql);
    await take([SETUP]);
  }
  await stopAll();
}

async function openDatabase(dataDir) {
  const record = await readRecord(dataDir);
  if (!record) throw new Error("The database of the pictures is not there.");
  const { port, password } = record;
  const sql = postgres(`postgres://hookyard:${password}@127.0.0.1:${port}/hookyard`, {
    onnotice: () => {},
    max: 1,
  });
  stopAtEnd(0, () => sql.end());
  return sql;
}

/** An organisation that has been at work for weeks. */
async function fill({ app, sql, browser, access }) {
  const receiver = await startReceiver();
  await nameIt(sql);
  const ids = await createOrganisation(app.url, access.apiKey, receiver.addressOf);
  const { context, page } = await openLook(browser, looks[0]);
  await signIn(page, app.url, access);
  await addCalendarEvents(page, app.url);
  await context.close();
  await giveItAPast(sql, receiver.origin);
  return screens(ids, await findPlaces(sql, ids));
}

async function takeAll({ browser, look, url, access, screens: list, detail }) {
  // Those that are seen without a session come first.
  const ordered = list
    .filter(({ deskOnly }) => !(deskOnly && look.isPhone))
    .toSorted((a, b) => Number(b.signedOut ?? false) - Number(a.signedOut ?? false));
  const { context, page } = await openLook(browser, look);
  let isSignedIn = false;
  for (const screen of ordered) {
    detail(screen.name);
    if (!screen.signedOut && !isSignedIn) await signIn(page, url, access);
    isSignedIn = !screen.signedOut;
    await openScreen(page, url, screen, look);
    await growToPage(page);
    await page.screenshot({ path: join(ALL, `${screen.name}-${look.name}.png`) });
  }
  await context.close();
}

async function takeForReadme({ browser, url, access, screens: list }) {
  for (const shown of SHOWN) {
    const look = looks.find(({ name }) => name === shown.look);
    const screen = list.find(({ name }) => name === shown.screen);
    if (!look || !screen) throw new Error(`There is no picture ${shown.screen}, ${shown.look}.`);
    const { context, page } = await openLook(browser, look, SHARPNESS);
    await signIn(page, url, access);
    await openScreen(page, url, screen, look);
    await page.screenshot({ path: join(README, `${shown.screen}-${shown.look}.png`) });
    await context.close();
  }
}

stopOnSignals(() => 130);
main().catch((error) => fail("The pictures were not taken", error));

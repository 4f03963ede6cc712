import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { makeTempDir } from "./files.mjs";
import { isRoot } from "./postgres/account.mjs";
import { run, runNode } from "./run.mjs";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ADVICE =
  "Install Chromium (on Debian or Ubuntu: apt-get install chromium), or set HOOKYARD_CHROMIUM to the path of one.";

/**
 * The browser for the end-to-end tests: HOOKYARD_CHROMIUM, else Playwright's own if it is there, else the system's.
 * @returns {Promise<string | undefined>} its path
 * @throws {Error} when HOOKYARD_CHROMIUM names nothing
 */
export async function findBrowser() {
  const named = process.env.HOOKYARD_CHROMIUM;
  if (named && !existsSync(named))
    throw new Error(`HOOKYARD_CHROMIUM is ${named}, and there is no such file.`);
  if (named) return named;
  const { chromium } = await import("@playwright/test");
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => existsSync(path));
}

/**
 * Finds a browser that starts, or installs one.
 * @param {(text: string) => void} detail
 * @returns {Promise<{ note: string, path: string }>}
 */
export async function needBrowser(detail) {
  const there = await findBrowser();
  if (there && (await starts(there))) return { note: there, path: there };
  if (process.env.HOOKYARD_CHROMIUM)
    throw new Error(`HOOKYARD_CHROMIUM is ${there}, and that does not start.`);
  const ways = [downloadBrowser, installFromDistribution];
  const failures = [];
  for (const way of ways) {
    try {
      await way(detail);
      const path = await findInstalled();
      if (path) return { note: `installed ${path}`, path };
    } catch (error) {
      failures.push(error.message);
    }
  }
  throw new Error(
    `There is no browser for the end-to-end tests. ${ADVICE}${failures.map((text) => `\n  ${text}`)}`,
  );
}

/** Playwright's download lacks system libraries on a bare machine, so what was found must have been tried. */
async function findInstalled() {
  const { chromium } = await import("@playwright/test");
  for (const path of [chromium.executablePath(), ...SYSTEM_BROWSERS]) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

async function starts(path) {
  const profile = await makeTempDir("hookyard-browser");
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    `--user-data-dir=${profile}`,
  ];
  try {
    await run(path, [...flags, "--dump-dom", "about:blank"], { timeoutMs: 30_000 });
    return true;
  } catch {
    return false;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function downloadBrowser(detail) {
  detail("download by Playwright");
  await runNode(["node_modules/@playwright/test/cli.js", "install", "chromium"], { timeoutMs: 240_000 });
}

async function installFromDistribution(detail) {
  if (!isRoot() || !isDebian())
    throw new Error("Installing from the distribution needs root on Debian or Ubuntu.");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  detail("apt-get install chromium");
  await run("apt-get", ["update", "-qq"], { env, timeoutMs: 120_000 });
  const args = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
  await run("apt-get", args, { env, timeoutMs: 300_000 });
}

function isDebian() {
  return (
    existsSync("/etc/os-release") &&
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

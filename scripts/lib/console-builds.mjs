import { existsSync, readdirSync } from "node:fs";
import { cp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./files.mjs";
import { holderOf, tryLock } from "./lock.mjs";

// Finished builds of the console, each in a folder named after its sources and never changed again. Next builds in
// `.next` alone; a server that runs from there would lose its files at the next build, be it a test's or another copy's.
// They lie beside `.next`, because the links to packages inside are relative.

const PREFIX = ".next-";
/** What only the build itself needs. */
const LEFT_OUT = new Set([
  "cache",
  "dev",
  "types",
  "trace",
  "trace-build",
  "diagnostics",
  "turbopack",
  "lock",
]);

/** @param {string} fingerprint @returns {string} the folder's name, below the project's */
export const consoleFolder = (fingerprint) => `${PREFIX}${fingerprint.slice(0, 12)}`;

/** @param {string} folder */
export const isPublished = (folder) => existsSync(join(ROOT, folder, "BUILD_ID"));

/**
 * Keeps what was built in `.next` under its own name, and removes earlier ones that nobody uses.
 * @param {string} folder
 */
export async function publishConsole(folder) {
  const draft = join(ROOT, `${folder}.new`);
  await rm(draft, { recursive: true, force: true });
  for (const name of await readdir(join(ROOT, ".next"))) {
    if (LEFT_OUT.has(name)) continue;
    await cp(join(ROOT, ".next", name), join(draft, name), { recursive: true, verbatimSymlinks: true });
  }
  await rm(join(ROOT, folder), { recursive: true, force: true });
  await rename(draft, join(ROOT, folder));
  await removeUnused(folder);
}

async function removeUnused(current) {
  const others = readdirSync(ROOT).filter(
    (name) => /^\.next-[0-9a-f]{12}(\.new)?$/.test(name) && name !== current,
  );
  for (const name of others) {
    if (await isUsed(name)) continue;
    await rm(join(ROOT, name), { recursive: true, force: true });
  }
}

async function isUsed(folder) {
  const uses = readdirSync(join(ROOT, folder)).filter((name) => name.startsWith("used-by-"));
  const holders = await Promise.all(uses.map((name) => holderOf(join(ROOT, folder, name))));
  return holders.some((holder) => holder !== undefined);
}

/**
 * Keeps a build from being removed while this process serves it.
 * @param {string} folder
 * @returns {Promise<() => Promise<void>>} lets it go
 */
export async function holdConsole(folder) {
  const lock = await tryLock(join(ROOT, folder, `used-by-${process.pid}`));
  return "release" in lock ? lock.release : async () => {};
}

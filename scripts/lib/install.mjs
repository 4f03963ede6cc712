import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { missingPackages } from "./npm-packages.mjs";
import { run } from "./run.mjs";

const NEEDED = [20, 9];

/** @throws {Error} when this Node is too old to run Hookyard */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [needMajor = 0, needMinor = 0] = NEEDED;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(
    `Hookyard needs Node ${NEEDED.join(".")} or later, and this is ${version}: https://nodejs.org/`,
  );
}

/** Whether node_modules lacks something that package-lock.json asks for. */
function needsInstall() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return true;
  const [lock, there] = [join(ROOT, "package-lock.json"), installed].map((path) =>
    JSON.parse(readFileSync(path, "utf8")),
  );
  return missingPackages(lock, there, { os: process.platform, cpu: process.arch }).length > 0;
}

/**
 * Installs what package-lock.json asks for, unless it is there already.
 * @param {(text: string) => void} [detail]
 * @returns {Promise<{ note?: string }>}
 */
export async function install(detail = () => {}) {
  const result = needsInstall() ? await installPackages(detail) : { note: "up to date" };
  // Also where npm was told to run no install scripts.
  await import("../patch-postgres.mjs");
  await import("../patch-undici.mjs");
  return result;
}

function installPackages(detail) {
  return withLock(
    join(ROOT, "node_modules.lock"),
    async () => {
      if (!needsInstall()) return { note: "up to date" };
      detail("about a minute the first time");
      const [file, ...args] = npm();
      // NODE_ENV=production would leave out what the build needs.
      const flags = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
      await run(file, [...args, "ci", ...flags], { env: { NODE_ENV: undefined } });
      return {};
    },
    detail,
  );
}

/** The npm that started this script, else the one on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith("npm-cli.js")) return [process.execPath, script];
  const beside = join(process.execPath, "../../lib/node_modules/npm/bin/npm-cli.js");
  return existsSync(beside) ? [process.execPath, beside] : ["npm"];
}

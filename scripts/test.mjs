import { existsSync } from "node:fs";
import { join } from "node:path";
import { KILLED } from "./crash/plan.mjs";
import { needBrowser } from "./lib/browser.mjs";
import { buildBundles, buildConsole } from "./lib/build.mjs";
import { ROOT } from "./lib/files.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { runNode } from "./lib/run.mjs";
import { isStopping, printOutput, stopAll, stopOnSignals } from "./lib/shutdown.mjs";
import { duration, print, step } from "./lib/steps.mjs";
import { checks, runCheck } from "./lib/tests/checks.mjs";
import { runEndToEnd } from "./lib/tests/e2e.mjs";
import { forgetSettings } from "./lib/tests/running.mjs";
import { runVitest } from "./lib/tests/vitest.mjs";
import { readTotalLine, settle, sum, totalLine } from "./lib/totals.mjs";

/** `npm test`: everything, on a machine with nothing but Node and npm. The last line is the total. */

const startedAt = Date.now();
/** @type {import("./lib/totals.mjs").Total[]} */
const totals = [];

/**
 * Does a step and counts it. One that is no test counts only when it fails.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined when it failed
 */
async function counted(work) {
  try {
    const result = await work();
    if (result && typeof result === "object" && "passed" in result && "failed" in result) totals.push(result);
    return result;
  } catch (error) {
    if (isStopping()) return undefined;
    printOutput(error);
    print(error.message);
    totals.push(error.total ?? { passed: 0, failed: 1 });
    return undefined;
  }
}

async function main() {
  checkNode();
  forgetSettings(process.env);
  const installed = await counted(() => step("Install dependencies", install));
  if (!installed) return;
  const browser = await counted(() => step("Find a browser", needBrowser));
  for (const check of checks) await counted(() => runCheck(check));
  await counted(() => step("Integration tests", () => runVitest("integration")));
  const built = await counted(() =>
    Promise.all([step("Build the console", buildConsole), step("Compile the engine", buildBundles)]),
  );
  if (!built) return;
  if (browser) await counted(() => step("End-to-end tests", (detail) => runEndToEnd(browser.path, detail)));
  if (existsSync(join(ROOT, "scripts/crash/main.mjs"))) await counted(() => step("Crash rounds", crash));
}

/** The short form of `npm run test:crash`. */
async function crash(detail) {
  const args = ["scripts/crash/main.mjs", "--only", KILLED.join(","), "--rounds", String(KILLED.length)];
  const done = await runNode(args, { onLine: detail, timeoutMs: 10 * 60_000 }).then(
    ({ stdout }) => ({ stdout, failure: undefined }),
    (failure) => ({ stdout: failure.output, failure }),
  );
  const total = settle(readTotalLine(done.stdout), !done.failure);
  if (total.failed > 0) {
    throw Object.assign(done.failure ?? new Error(`Crash rounds: ${totalLine(total)}`), { total });
  }
  return { ...total, note: totalLine(total) };
}

async function finish() {
  await stopAll();
  const total = sum(totals);
  print(`\nTook ${duration(Date.now() - startedAt)}.`);
  print(totalLine(total));
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
}

stopOnSignals(() => 130);
counted(main).then(finish);

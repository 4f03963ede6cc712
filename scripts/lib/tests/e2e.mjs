import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProgramError, runNode } from "../run.mjs";
import { countPlaywright, secondTries, settle, totalLine } from "../totals.mjs";
import { firstRunPath, startHookyard } from "./running.mjs";
import { readReport, testFailure } from "./vitest.mjs";

const TIMEOUT_MS = 20 * 60_000;

/**
 * Runs the end-to-end tests against a Hookyard of their own, which has to start and to stop cleanly too.
 * @param {string} browser its path
 * @param {(text: string) => void} detail
 * @param {string} [only] those whose path has this in it
 */
export async function runEndToEnd(browser, detail, only) {
  // The tests' receivers listen on this machine.
  const app = await startHookyard({
    HOOKYARD_ALLOWED_NETWORKS: "127.0.0.0/8,::1/128",
    HOOKYARD_ALLOW_HTTP: "1",
  });
  const report = join(tmpdir(), `hookyard-e2e-${process.pid}.json`);
  const args = ["node_modules/@playwright/test/cli.js", "test", ...(only ? [only] : [])];
  const failure = await runNode(args, {
    env: {
      HOOKYARD_CHROMIUM: browser,
      HOOKYARD_E2E_URL: app.url,
      HOOKYARD_E2E_FIRST_RUN: firstRunPath(app.dataDir),
      HOOKYARD_E2E_REPORT: report,
    },
    onLine: detail,
    timeoutMs: TIMEOUT_MS,
  }).then(
    () => undefined,
    (error) => error,
  );
  const exitCode = await app.stop();
  let late = 0;
  const count = (found) => {
    late = secondTries(found);
    return countPlaywright(found);
  };
  const total = settle(await readReport(report, count), !failure);
  if (failure || total.failed > 0) {
    const output = `${app.output()}\n${failure?.output ?? ""}`;
    throw testFailure(`end-to-end tests: ${totalLine(total)}`, output, total);
  }
  if (exitCode !== 0) throw new ProgramError(`"up" stopped with ${exitCode}`, app.output());
  return { ...total, note: totalLine(total) + (late > 0 ? `; ${late} only at a second try` : "") };
}

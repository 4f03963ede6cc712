import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProgramError, runNode } from "../run.mjs";
import { countVitest, settle, totalLine } from "../totals.mjs";

/**
 * Runs one of vitest's projects.
 * @param {"unit" | "integration"} project
 * @param {{ env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<import("../totals.mjs").Total & { note: string }>}
 * @throws {ProgramError & { total: import("../totals.mjs").Total }} when a test failed
 */
export async function runVitest(project, { env = {} } = {}) {
  const report = join(tmpdir(), `hookyard-${project}-${process.pid}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters];
  const failure = await runNode(args, { env: { ...env, NODE_ENV: "test" } }).then(
    () => undefined,
    (error) => error,
  );
  const total = settle(await readReport(report, countVitest), !failure);
  if (!failure && total.failed === 0) return { ...total, note: totalLine(total) };
  throw testFailure(`${project} tests: ${totalLine(total)}`, failure?.output ?? "", total);
}

/**
 * @template R
 * @param {string} path
 * @param {(report: R) => import("../totals.mjs").Total} count
 * @returns {Promise<import("../totals.mjs").Total | undefined>} undefined when there is no report to read
 */
export async function readReport(path, count) {
  try {
    return count(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} message @param {string} output @param {import("../totals.mjs").Total} total */
export function testFailure(message, output, total) {
  return Object.assign(new ProgramError(message, output), { total });
}

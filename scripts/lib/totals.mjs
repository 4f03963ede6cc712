/** @typedef {{ passed: number, failed: number }} Total */

/** @param {Total[]} totals @returns {Total} */
export function sum(totals) {
  return {
    passed: totals.reduce((count, { passed }) => count + passed, 0),
    failed: totals.reduce((count, { failed }) => count + failed, 0),
  };
}

/** @param {Total} total */
export const totalLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/**
 * Counts a run of tests. One that ended badly with no failed test to show for it (nothing found, a fault outside of any
 * test, no report) counts as one failure.
 * @param {Total | undefined} counted
 * @param {boolean} succeeded whether the program said so
 * @returns {Total}
 */
export function settle(counted, succeeded) {
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  const unexplained = failed === 0 && (!succeeded || counted === undefined);
  return { passed, failed: unexplained ? 1 : failed };
}

/**
 * Counts vitest's JSON report. A file that could not be loaded has no tests, and counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Total}
 */
export function countVitest(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/**
 * Counts Playwright's JSON report. A test that passed at its second try counts as passed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number }, errors?: unknown[] }} report
 * @returns {Total}
 */
export function countPlaywright({ stats, errors = [] }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/**
 * The tests that Playwright's report tells to have passed only at their second try.
 * @param {{ stats: { flaky: number } }} report
 */
export const secondTries = ({ stats }) => stats.flaky;

/**
 * The total that a program printed as its last line.
 * @param {string} output
 * @returns {Total | undefined}
 */
export function readTotalLine(output) {
  const found = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split("\n").at(-1) ?? "");
  return found ? { passed: Number(found[1]), failed: Number(found[2]) } : undefined;
}

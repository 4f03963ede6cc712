import { expect, test } from "vitest";
import { countPlaywright, countVitest, readTotalLine, settle, sum, totalLine } from "./totals.mjs";

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
});

test("totals add up and read back from their own line", () => {
  const total = sum([
    { passed: 3, failed: 0 },
    { passed: 4, failed: 2 },
  ]);
  expect(totalLine(total)).toBe("7 passed, 2 failed");
  expect(readTotalLine(`anything\n${totalLine(total)}\n`)).toEqual(total);
  expect(sum([])).toEqual({ passed: 0, failed: 0 });
});

test("a line that is no total is not read as one", () => {
  expect(readTotalLine("7 passed, 2 failed\nand then something else")).toBeUndefined();
  expect(readTotalLine("")).toBeUndefined();
});

test("vitest: failed tests count each, a file that could not be loaded counts once", () => {
  const testResults = [
    file("passed", "passed", "skipped"),
    file("failed", "passed", "failed"),
    file("failed"),
  ];
  expect(countVitest({ numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({
    passed: 2,
    failed: 2,
  });
});

test("Playwright: a second try counts as passed, an error outside of tests as failed", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 2 };
  expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 7, failed: 1 });
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 7, failed: 2 });
});

test("a run that ended badly is never without a failure", () => {
  expect(settle({ passed: 5, failed: 0 }, true)).toEqual({ passed: 5, failed: 0 });
  expect(settle({ passed: 5, failed: 0 }, false)).toEqual({ passed: 5, failed: 1 });
  expect(settle({ passed: 5, failed: 3 }, false)).toEqual({ passed: 5, failed: 3 });
  expect(settle(undefined, true)).toEqual({ passed: 0, failed: 1 });
});

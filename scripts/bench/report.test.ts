import { expect, test } from "vitest";
import { columns, summary, table, totals } from "./report.mjs";
import type { Result } from "./scenarios.mjs";

const run = {
  windows: [{ perSecond: 3_456.7, latency: { count: 9, p50: 1, p95: 2, p99: 3, max: 4 } }],
  cpuMs: { engine: 0.2, web: 0.1, postgres: null, sender: 0.1, receiver: 0.1 },
  database: { statements: 0.07, commits: 0.05, inserted: 3, updated: 1, deleted: 0, walBytes: 4_000 },
  accepting: { count: 5, p50: 1, p95: 2, p99: 3, max: 4 },
  pssMb: 400,
  mostOwed: 4_000,
  deliveries: 1_000,
  lost: 1,
  duplicated: 2,
  doubled: 0,
};
const results: Result[] = [
  { name: "latency", title: "Latency", runs: [run], figures: { p50: 12.3456, p95: 40, p99: 80 } },
  { name: "batches", title: "Batches", runs: [run, run], figures: { perSecond: 3_456.7, mostOwed: 4_000 } },
];

test("columns: names to the left, figures to the right", () => {
  expect(
    columns([
      ["a", "1"],
      ["long", "1,000"],
    ]),
  ).toEqual(["a          1", "long   1,000"]);
});

test("counts are summed over all runs", () => {
  expect(totals(results)).toEqual({ deliveries: 3_000, lost: 3, duplicated: 6, doubled: 0 });
});

test("the table has each figure beside its aim, and a dash for what could not be measured", () => {
  const lines = table(results, { engineMb: 123.4 }).join("\n");
  expect(lines).toMatch(/p95 +40\.0 ms +2\.8 ms/);
  expect(lines).toMatch(/deliveries +3,457\/s +9,000\/s/);
  expect(lines).toMatch(/batches +0\.200 +0\.100 +– +0\.100 +0\.100 +0\.07 +0\.05 /);
  expect(lines).toContain("Most memory of the engine: 123 MB");
  expect(lines).toContain("Deliveries: 3,000, lost: 3, duplicated: 6");
});

test("receivers that ask for patience are shown with what each took beside the ideal", () => {
  const figures = {
    oneJobs: 60,
    oneSeconds: 65.84,
    oneIdeal: 60,
    oneRatio: 1.0973,
    oneRefused: 20,
    disabled: 0,
  };
  const lines = table([{ name: "pace", title: "Pace", runs: [run], figures }], { engineMb: null }).join("\n");
  expect(lines).toMatch(/one a second: jobs, 429s +60, 20/);
  expect(lines).toMatch(/took +65\.8 s +60 s\n +ratio +1\.10 +1\.2/);
  expect(lines).toMatch(/webhooks disabled +0 +0/);
});

test("what is used at rest is shown by process, with no deliveries to share it", () => {
  const figures = { percent: 1.26, enginePercent: 0.5, webPercent: 0, postgresPercent: 0.76, pssMb: 301.5 };
  const rest: Result = { name: "rest", title: "Nothing happens", runs: [], figures };
  const lines = table([rest, ...results], { engineMb: null }).join("\n");
  expect(lines).toMatch(/CPU, of one core +1\.3 % +1 %\n +engine, web, postgres +0\.5 %, 0\.0 %, 0\.8 %/);
  expect(lines).toMatch(/memory of all \(PSS\) +302 MB +250 MB/);
  expect(lines).not.toMatch(/^ {2}rest/m);
  expect(summary([rest], { engineMb: null })).toMatchObject({ rest_cpu_percent: 1.26, rest_pss_mb: 301.5 });
});

test("the line for programs begins with the latencies, and what was not measured is null", () => {
  const line = summary(results, { engineMb: null });
  expect(Object.keys(line).slice(0, 6)).toEqual([
    "p50_ms",
    "p95_ms",
    "p99_ms",
    "sustained_per_s",
    "lost",
    "duplicated",
  ]);
  expect(line).toMatchObject({ p50_ms: 12.346, sustained_per_s: 3_456.7, lost: 3, singles_per_s: null });
  expect(JSON.parse(JSON.stringify(line))).toEqual(line);
});

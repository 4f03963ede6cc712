/** @typedef {import("./scenarios.mjs").Result} Result */
/** @typedef {{ what: string, measured: string, aim: string }} Line */

const number = (value, digits = 0) =>
  value === null || value === undefined
    ? "–"
    : value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const rate = (value) => `${number(value)}/s`;
const ms = (value) => `${number(value, value !== null && value < 100 ? 1 : 0)} ms`;

/** The receivers of the scenario "pace". */
const PACES = { one: "one a second", fifty: "50 a second", none: "none at first, then all" };

function besideOthers(whose, aim) {
  return ({ withoutP95, withP95, ratio }) => [
    [`p95 of ${whose}, without`, ms(withoutP95), ""],
    [`p95 of ${whose}, with`, ms(withP95), ""],
    ["ratio", number(ratio, 2), aim],
  ];
}

/** What is printed of each scenario, with what it should reach on two quick cores that everything shares. */
const LINES = {
  rest: ({ percent, enginePercent, webPercent, postgresPercent, pssMb }) => [
    ["CPU, of one core", `${number(percent, 1)} %`, "1 %"],
    [
      "  engine, web, postgres",
      [enginePercent, webPercent, postgresPercent].map((each) => `${number(each, 1)} %`).join(", "),
      "",
    ],
    ["memory of all (PSS)", `${number(pssMb)} MB`, "250 MB"],
  ],
  latency: ({ p50, p95, p99 }) => [
    ["p50", ms(p50), "1.6 ms"],
    ["p95", ms(p95), "2.8 ms"],
    ["p99", ms(p99), "5.5 ms"],
  ],
  batches: ({ perSecond, pssMb }) => [
    ["deliveries", rate(perSecond), "9,000/s"],
    ["memory of all (PSS)", `${number(pssMb)} MB`, "500 MB"],
  ],
  singles: ({ perSecond }) => [["deliveries", rate(perSecond), "7,000/s"]],
  "fan-out": ({ perSecond }) => [["deliveries", rate(perSecond), "4,000/s"]],
  spread: ({ perSecond }) => [["deliveries", rate(perSecond), "2,000/s"]],
  neighbours: besideOthers("the healthy", "1.1"),
  large: besideOthers("the small", "1.2"),
  pace: (figures) =>
    Object.entries(PACES)
      .flatMap(([name, title]) => [
        [
          `${title}: jobs, 429s`,
          `${number(figures[`${name}Jobs`])}, ${number(figures[`${name}Refused`])}`,
          "",
        ],
        ["  took", `${number(figures[`${name}Seconds`], 1)} s`, `${number(figures[`${name}Ideal`])} s`],
        ["  ratio", number(figures[`${name}Ratio`], 2), "1.2"],
      ])
      .concat([["webhooks disabled", number(figures.disabled), "0"]]),
  memory: ({ perSecond, mostMb, firstMb, lastMb, growthMbPerMinute }) => [
    ["deliveries", rate(perSecond), ""],
    ["most", `${number(mostMb)} MB`, "300 MB"],
    ["at first, at last", `${number(firstMb)} MB, ${number(lastMb)} MB`, "flat"],
    ["growth after a minute", `${number(growthMbPerMinute, 1)} MB/min`, ""],
  ],
};

/**
 * The report for people.
 * @param {Result[]} results
 * @param {{ engineMb: number | null }} also
 * @returns {string[]} lines
 */
export function table(results, { engineMb }) {
  const rows = results.flatMap((result) => {
    const lines = LINES[result.name]?.(result.figures) ?? [];
    return [
      [result.title, "", ""],
      ...lines.map(([what, value, aim]) => [`  ${what}`, value, aim]),
      ...owed(result),
    ];
  });
  const { lost, duplicated, doubled, deliveries } = totals(results);
  return [
    ...columns([["", "measured", "aim"], ...rows]),
    "",
    "Work per delivery",
    ...columns([
      [
        "",
        "CPU ms: engine",
        "web",
        "postgres",
        "sender",
        "receiver",
        "statements",
        "commits",
        "rows +",
        "rows ~",
        "rows -",
        "log B",
      ],
      ...results
        .filter(({ runs }) => runs.length > 0)
        .map((result) => [`  ${result.name}`, ...workOf(result)]),
    ]),
    "  (SQL statements and transactions; rows inserted, updated, deleted; bytes of write-ahead log)",
    "",
    `Most memory of the engine: ${number(engineMb)} MB`,
    `Deliveries: ${number(deliveries)}, lost: ${lost}, duplicated: ${duplicated}, events taken in twice: ${doubled}`,
  ];
}

function owed({ name, runs }) {
  const most = Math.max(...runs.map((run) => run.mostOwed));
  return ["batches", "singles", "fan-out", "spread"].includes(name)
    ? [["  most accepted and not yet received", number(most), ""]]
    : [];
}

function workOf({ runs }) {
  const { cpuMs, database } = runs.at(-1);
  return [
    ...["engine", "web", "postgres", "sender", "receiver"].map((name) => number(cpuMs[name], 3)),
    ...["statements", "commits", "inserted", "updated", "deleted"].map((name) => number(database[name], 2)),
    number(database.walBytes),
  ];
}

/** Left-aligned names, right-aligned figures. @param {string[][]} rows @returns {string[]} */
export function columns(rows) {
  const widths = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])))
      .join("   ")
      .trimEnd(),
  );
}

/** @param {Result[]} results */
export function totals(results) {
  const sum = { deliveries: 0, lost: 0, duplicated: 0, doubled: 0 };
  for (const run of results.flatMap((result) => result.runs)) {
    for (const key of Object.keys(sum)) sum[key] += run[key];
  }
  return sum;
}

/**
 * The report for programs; what was not measured is null.
 * @param {Result[]} results
 * @param {{ engineMb: number | null }} also
 */
export function summary(results, { engineMb }) {
  const of = (name) => results.find((result) => result.name === name)?.figures ?? {};
  const round = (value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : null);
  const { deliveries, lost, duplicated, doubled } = totals(results);
  return {
    p50_ms: round(of("latency").p50),
    p95_ms: round(of("latency").p95),
    p99_ms: round(of("latency").p99),
    sustained_per_s: round(of("batches").perSecond),
    lost,
    duplicated,
    doubled,
    deliveries,
    singles_per_s: round(of("singles").perSecond),
    fan_out_per_s: round(of("fan-out").perSecond),
    spread_per_s: round(of("spread").perSecond),
    neighbours_without_p95_ms: round(of("neighbours").withoutP95),
    neighbours_with_p95_ms: round(of("neighbours").withP95),
    neighbours_ratio: round(of("neighbours").ratio),
    rest_cpu_percent: round(of("rest").percent),
    rest_pss_mb: round(of("rest").pssMb),
    sustained_pss_mb: round(of("batches").pssMb),
    engine_most_mb: round(engineMb),
    engine_growth_mb_per_min: round(of("memory").growthMbPerMinute),
    scenarios: Object.fromEntries(results.map((result) => [result.name, detail(result, round)])),
  };
}

function detail({ figures, runs }, round) {
  const rounded = (record) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, round(value)]));
  const last = runs.at(-1);
  if (!last) return rounded(figures);
  return {
    ...rounded(figures),
    windows_per_s: runs.flatMap((run) => run.windows.map((window) => round(window.perSecond))),
    most_owed: Math.max(...runs.map((run) => run.mostOwed)),
    accept_ms: rounded(last.accepting),
    cpu_ms_per_delivery: rounded(last.cpuMs),
    database_per_delivery: rounded(last.database),
  };
}

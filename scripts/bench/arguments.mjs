import { parseArgs } from "node:util";

/** What can be measured, in this order. */
export const SCENARIOS = [
  "rest",
  "latency",
  "batches",
  "singles",
  "fan-out",
  "spread",
  "neighbours",
  "large",
  "pace",
  "memory",
];

export const USAGE = `npm run bench [-- options]

  --quick         everything but the long runs, in under a minute (once built)
  --only a,b      some of: ${SCENARIOS.join(", ")}
  --minutes N     length of the run that shows the engine's memory (default 5; 0 leaves it out)
  --backlog N     deliveries that may be owed while the highest rate is looked for (default 5000)
  --json          one line of JSON, last on standard output
  --as-built      takes the build that is there, however old
  --profile DIR   writes CPU profiles of the web server and the engine to a folder
  --help`;

/**
 * @typedef {{ quick: boolean, json: boolean, asBuilt: boolean, help: boolean, only: string[], minutes: number, backlog: number,
 *   profile: string | undefined }} BenchArguments
 */

/**
 * @param {string[]} args
 * @returns {BenchArguments}
 * @throws {Error} that says what is wrong
 */
export function parseBenchArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "as-built": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      only: { type: "string" },
      minutes: { type: "string" },
      backlog: { type: "string", default: "5000" },
      profile: { type: "string" },
    },
  });
  const minutes = values.minutes === undefined ? 5 : Number(values.minutes);
  if (!(minutes >= 0 && minutes <= 60)) throw new Error(`--minutes is "${values.minutes}": give 0 to 60.`);
  const backlog = Number(values.backlog);
  if (!(Number.isInteger(backlog) && backlog >= 1 && backlog <= 100_000))
    throw new Error(`--backlog is "${values.backlog}": give a whole number from 1 to 100000.`);
  const only = values.only?.split(",").filter(Boolean);
  const unknown = only?.find((name) => !SCENARIOS.includes(name));
  if (unknown) throw new Error(`--only: there is no "${unknown}". There are: ${SCENARIOS.join(", ")}.`);
  const skipsMemory = minutes === 0 || (values.quick && values.minutes === undefined);
  const skipped = [skipsMemory && "memory", values.quick && "pace"];
  return {
    quick: values.quick,
    json: values.json,
    asBuilt: values["as-built"],
    help: values.help,
    only: only ?? SCENARIOS.filter((name) => !skipped.includes(name)),
    minutes,
    backlog,
    profile: values.profile,
  };
}

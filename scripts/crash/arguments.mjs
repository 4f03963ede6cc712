import { parseArgs } from "node:util";
import { FAULTS } from "./plan.mjs";

export const USAGE = `npm run test:crash [-- options]

  --rounds N     how many rounds (default 30)
  --seed N       repeats the faults of an earlier run
  --only a,b     some faults alone, of: ${FAULTS.join(", ")}
  --as-built     takes the build that is there, however old
  --keep         keeps the database and the logs; otherwise they are kept when a round fails
  --help`;

/**
 * @typedef {{ rounds: number, seed: number, faults: string[], asBuilt: boolean, keep: boolean, help: boolean }} CrashArguments
 */

/**
 * @param {string[]} args
 * @param {() => number} newSeed
 * @returns {CrashArguments}
 * @throws {Error} that says what is wrong
 */
export function parseCrashArguments(args, newSeed) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "30" },
      seed: { type: "string" },
      only: { type: "string" },
      "as-built": { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const faults = values.only?.split(",").filter(Boolean) ?? FAULTS;
  const unknown = faults.find((name) => !FAULTS.includes(name));
  if (unknown) throw new Error(`--only: there is no "${unknown}". There are: ${FAULTS.join(", ")}.`);
  return {
    rounds: whole("--rounds", values.rounds, 1, 1_000),
    seed: values.seed === undefined ? newSeed() : whole("--seed", values.seed, 0, 2 ** 32 - 1),
    faults,
    asBuilt: values["as-built"],
    keep: values.keep,
    help: values.help,
  };
}

function whole(name, text, least, most) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} is "${text}": give a whole number from ${least} to ${most}.`);
}

import { interactive } from "../colours.mjs";
import { runNode } from "../run.mjs";
import { step } from "../steps.mjs";
import { runVitest } from "./vitest.mjs";

const biome = ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"];
const knip = ["node_modules/knip/bin/knip.js", "--no-progress", "--treat-config-hints-as-errors"];
const next = "node_modules/next/dist/bin/next";

/**
 * What `npm run verify` runs, quickest first. Those that are tests give a total.
 * @type {{ label: string, work: () => Promise<import("../totals.mjs").Total | undefined> }[]}
 */
export const checks = [
  {
    label: "Format and lint",
    work: () => quiet([...biome, `--colors=${interactive ? "force" : "off"}`, "."]),
  },
  {
    label: "Types",
    work: async () => {
      await quiet([next, "typegen"]);
      await quiet(["node_modules/typescript/bin/tsc", "--noEmit"]);
    },
  },
  {
    label: "Rooms, and ways between them",
    work: () => quiet(["scripts/structure.mjs"]),
  },
  {
    label: "Nothing dead",
    work: async () => {
      await quiet(knip);
      await quiet([...knip, "--production"]);
    },
  },
  { label: "Unit tests", work: () => runVitest("unit") },
];

const quiet = (args) => runNode(args, { env: { NEXT_TELEMETRY_DISABLED: "1" } }).then(() => undefined);

/** @param {typeof checks[number]} check */
export const runCheck = ({ label, work }) => step(label, work);

import { readFileSync } from "node:fs";

/** What the first start wrote down: how to get in. */
export type FirstRun = { url: string; email: string; password: string; apiKey: string };

/** Where it is: in the data folder of the copy of Hookyard under test. */
export const firstRunPath = (): string => process.env.HOOKYARD_E2E_FIRST_RUN ?? ".hookyard/first-run.json";

/** Of the copy of Hookyard under test. */
export function firstRun(): FirstRun {
  return JSON.parse(readFileSync(firstRunPath(), "utf8"));
}

import { needBrowser } from "./lib/browser.mjs";
import { buildBundles, buildConsole } from "./lib/build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { fail, stopAll, stopOnSignals } from "./lib/shutdown.mjs";
import { print, step } from "./lib/steps.mjs";
import { runEndToEnd } from "./lib/tests/e2e.mjs";
import { forgetSettings } from "./lib/tests/running.mjs";
import { totalLine } from "./lib/totals.mjs";

/** `npm run test:security`: the attacker's suite alone, which `npm test` runs with the other end-to-end tests. */
async function main() {
  checkNode();
  const count = process.env.HOOKYARD_RANDOM_COUNT ?? "10000";
  forgetSettings(process.env);
  process.env.HOOKYARD_RANDOM_COUNT = count;
  await step("Install dependencies", install);
  const browser = await step("Find a browser", needBrowser);
  await Promise.all([step("Build the console", buildConsole), step("Compile the engine", buildBundles)]);
  const total = await step("Attacks", (detail) => runEndToEnd(browser.path, detail, "e2e/security/"));
  await stopAll();
  print(totalLine(total));
}

stopOnSignals(() => 130);
main().then(
  () => process.exit(0),
  (error) => fail("The attacks were not held off", error),
);

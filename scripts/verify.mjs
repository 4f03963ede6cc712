import { checkNode, install } from "./lib/install.mjs";
import { fail, stopOnSignals } from "./lib/shutdown.mjs";
import { step } from "./lib/steps.mjs";
import { checks, runCheck } from "./lib/tests/checks.mjs";

/** `npm run verify`: what can be told without a database or a browser. Stops at the first failure. */
async function main() {
  checkNode();
  await step("Install dependencies", install);
  for (const check of checks) await runCheck(check);
}

stopOnSignals(() => 130);
main().catch((error) => fail("Verify failed", error));

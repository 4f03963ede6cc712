import { buildBundles, buildConsole } from "./lib/build.mjs";
import { checkNode, install } from "./lib/install.mjs";
import { fail, stopOnSignals } from "./lib/shutdown.mjs";
import { step } from "./lib/steps.mjs";

/** `npm run build`: what `npm run up` would build, without starting it. */
async function main() {
  checkNode();
  await step("Install dependencies", install);
  await Promise.all([step("Build the console", buildConsole), step("Compile the engine", buildBundles)]);
}

stopOnSignals(() => 130);
main().catch((error) => fail("The build failed", error));

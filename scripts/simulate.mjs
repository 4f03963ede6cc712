import { buildBundles } from "./lib/build.mjs";
import { ROOT } from "./lib/files.mjs";
import { checkNode } from "./lib/install.mjs";

/** `npm run simulate`: histories of the delivery clock in memory; its options are those of scripts/simulate/main.ts. */
checkNode();
await buildBundles();
await import(`${ROOT}/dist/simulate.mjs`);

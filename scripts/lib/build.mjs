import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { consoleFolder, isPublished, publishConsole } from "./console-builds.mjs";
import { ROOT } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { runNode } from "./run.mjs";
import { fingerprint, isFresh, stamp } from "./stale.mjs";

const SHARED = ["env.ts", "lib", "db", "inngest", "package.json", "package-lock.json", "tsconfig.json"];
const FOR_BUNDLES = [...SHARED, "server", "scripts"];
const FOR_CONSOLE = [
  ...SHARED,
  "app",
  "components",
  "public",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
];

/** The programs beside the console: name in dist/, entry. */
const ENTRIES = {
  engine: "server/engine.ts",
  web: "server/web.ts",
  simulate: "scripts/simulate/main.ts",
  tools: "scripts/tools/main.ts",
};

const product = (name) => join(ROOT, "dist", `${name}.mjs`);
const runtime = `node ${process.versions.node.split(".")[0]}`;

/** @returns {import("esbuild").BuildOptions} */
function bundleOptions() {
  for (const [name, entry] of Object.entries(ENTRIES)) {
    if (!existsSync(join(ROOT, entry)))
      throw new Error(`${entry}, the source of dist/${name}.mjs, is missing.`);
  }
  return {
    absWorkingDir: ROOT,
    entryPoints: Object.entries(ENTRIES).map(([out, entry]) => ({ in: entry, out })),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "@": ROOT },
    sourcemap: true,
    logLevel: "silent",
  };
}

/**
 * Compiles the engine, the web server and the tools into dist/, unless they are up to date.
 * @param {(text: string) => void} [detail]
 * @returns {Promise<{ note?: string }>}
 */
export function buildBundles(detail) {
  return locked("bundles", detail, async () => {
    const current = fingerprint(ROOT, FOR_BUNDLES, runtime);
    const stampPath = join(ROOT, "dist", "bundles.stamp");
    if (isFresh(stampPath, current, Object.keys(ENTRIES).map(product))) return { note: "up to date" };
    const { build, formatMessages } = await import("esbuild");
    try {
      await build(bundleOptions());
    } catch (error) {
      const lines = await formatMessages(error.errors ?? [], { kind: "error" });
      throw new Error(`The sources could not be compiled.\n${lines.join("\n") || error.message}`);
    }
    stamp(stampPath, current);
    return {};
  });
}

/**
 * Builds the console with Next, unless it is up to date.
 * @param {(text: string) => void} [detail]
 * @returns {Promise<{ folder: string, note?: string }>} `folder`: where the build is, below the project's
 */
export function buildConsole(detail) {
  return locked("console", detail, async () => {
    const folder = consoleFolder(fingerprint(ROOT, FOR_CONSOLE, runtime));
    if (isPublished(folder)) return { folder, note: "up to date" };
    await runNode(["node_modules/next/dist/bin/next", "build"], {
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", HOOKYARD_NEXT_DIR: undefined },
      onLine: detail,
    });
    await publishConsole(folder);
    return { folder };
  });
}

/** One build at a time, as two copies started from one folder would write over each other. */
function locked(name, detail, work) {
  return withLock(join(ROOT, "dist", `${name}.lock`), work, detail);
}

/**
 * Compiles into dist/ and again at every change, for development.
 * @param {(problem: string | undefined) => void} onBuilt called after each time; `problem`: what doesn't compile
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function watchBundles(onBuilt) {
  const { context, formatMessages } = await import("esbuild");
  const report = {
    name: "report",
    setup: (build) =>
      build.onEnd(async ({ errors }) => {
        const lines = await formatMessages(errors, { kind: "error" });
        onBuilt(lines.length > 0 ? lines.join("\n") : undefined);
      }),
  };
  const watched = await context({ ...bundleOptions(), plugins: [report] });
  await rm(join(ROOT, "dist", "bundles.stamp"), { force: true });
  await watched.watch();
  return { stop: () => watched.dispose() };
}

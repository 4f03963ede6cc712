import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** A program that a test runs as processes of its own, to stop or kill them. */
export type Program = {
  start: (args?: string[], env?: NodeJS.ProcessEnv) => ChildProcess;
  /** Ends those still running, at once. */
  killAll: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Compiles a program as the build does, into a folder of its own. */
export async function compile(entry: string): Promise<Program> {
  const folder = await mkdtemp(join(process.cwd(), "node_modules/.hookyard-program-"));
  const file = join(folder, "program.mjs");
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    alias: { "@": process.cwd() },
    logLevel: "error",
  });
  const started: ChildProcess[] = [];
  return {
    start(args = [], env = process.env) {
      const child = spawn(process.execPath, [file, ...args], {
        stdio: ["ignore", "ignore", "inherit"],
        env,
      });
      started.push(child);
      return child;
    },
    killAll: async () => {
      await Promise.all(started.splice(0).map((child) => end(child, "SIGKILL")));
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  };
}

/** Sends a process a signal and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

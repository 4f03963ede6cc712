import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { firstRunPath } from "./first-run";

/** Runs a command of scripts/tools on the database of the copy of Hookyard under test; resolves with what it tells. */
export async function runTool<T>(...args: string[]): Promise<T> {
  const env = { ...process.env, ...settingsUnderTest() };
  const { stdout } = await promisify(execFile)(process.execPath, ["dist/tools.mjs", ...args], {
    env,
    timeout: 60_000,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** Its database and secrets, from its data folder; those of the environment where it was started with them. */
export function settingsUnderTest(): Record<string, string> {
  const folder = dirname(firstRunPath());
  const read = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  };
  const { port, password } = read("postgres.json");
  return {
    HOOKYARD_ENV_FILE: "none",
    ...read("secrets.json"),
    ...(port && { DATABASE_URL: `postgres://hookyard:${password}@127.0.0.1:${port}/hookyard` }),
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeTempDir, ROOT } from "../files.mjs";
import { freePort } from "../ports.mjs";
import { GUARD } from "../processes.mjs";
import { ProgramError } from "../run.mjs";
import { stopAtEnd } from "../shutdown.mjs";

/** From a finished build; a slow machine gets time. */
const START_PATIENCE_MS = 120_000;

/**
 * Settings from the outside must not reach what a test starts: it would use the database of somebody who works.
 * @param {Record<string, string | undefined>} environment is changed
 */
export function forgetSettings(environment) {
  const kept = ["HOOKYARD_CHROMIUM", "HOOKYARD_TEST_DATABASE_URL"];
  for (const name of Object.keys(environment)) {
    if (/^(HOOKYARD_|NEXTAUTH_|AUTH_|INNGEST_|PORT$|DATABASE_URL$)/.test(name) && !kept.includes(name)) {
      delete environment[name];
    }
  }
  environment.HOOKYARD_ENV_FILE = "none";
}

/**
 * Starts a Hookyard of its own by `npm run up`'s script: a free port, a data folder that goes with it.
 * @param {Record<string, string>} [env] further settings
 * @returns {Promise<{ url: string, dataDir: string, output: () => string, stop: () => Promise<number | null> }>}
 *   `stop` gives the exit code
 */
export async function startHookyard(env = {}) {
  const [port, dataDir] = await Promise.all([freePort(), makeTempDir("hookyard-e2e")]);
  const own = { PORT: String(port), HOOKYARD_DATA_DIR: dataDir, HOOKYARD_ENV_FILE: "none" };
  // A process group of its own, stopped by us alone; the guard stops it when we are gone.
  const child = spawn(process.execPath, ["--import", GUARD, "scripts/up.mjs"], {
    cwd: ROOT,
    env: { ...process.env, ...own, ...env, HOOKYARD_PARENT: String(process.pid) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  const ready = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (output.includes("Hookyard is ready")) resolve(undefined);
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new ProgramError(`"up" ended with ${code}`, output)));
    setTimeout(
      () => reject(new ProgramError('"up" is not ready in time', output)),
      START_PATIENCE_MS,
    ).unref();
  });
  const stop = async () => {
    const running = child.exitCode === null && child.signalCode === null;
    const ended = running ? once(child, "exit") : undefined;
    if (running) child.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    return child.exitCode;
  };
  stopAtEnd(1, () => stop().then(() => {}));
  await ready;
  return { url: `http://localhost:${port}`, dataDir, output: () => output, stop };
}

/** @param {string} dataDir */
export const firstRunPath = (dataDir) => join(dataDir, "first-run.json");

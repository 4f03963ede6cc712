import { join, resolve } from "node:path";
import { readEnvFile } from "./env-file.mjs";
import { ROOT } from "./files.mjs";

/** Where Hookyard listens unless told otherwise: on this machine alone, by either name. As in `env.ts`. */
const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * @typedef {{ port: number, hosts: string[], dataDir: string, databaseUrl: string | undefined, url: string, engine: boolean,
 *   demo: boolean, given: Record<string, string | undefined> }} Settings `given`: environment over `.env.local`
 */

/**
 * What `npm run up` itself has to know. The programs it starts check all settings, in `env.ts`.
 * @param {Record<string, string | undefined>} [environment]
 * @param {Record<string, string>} [file]
 * @returns {Settings}
 * @throws {Error} that says what to set
 */
export function readSettings(environment = process.env, file = readEnvFile()) {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const given = { ...file, ...set };
  const port = Number(given.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT is "${given.PORT}". Give a port number, such as PORT=3000`);
  }
  if (given.DATABASE_URL && !/^postgres(ql)?:\/\//.test(given.DATABASE_URL)) {
    throw new Error("DATABASE_URL must begin with postgres:// or postgresql://");
  }
  const dataDir = given.HOOKYARD_DATA_DIR ?? ".hookyard";
  return {
    port,
    hosts: given.HOOKYARD_HOST?.split(/[\s,]+/).filter(Boolean) ?? LOOPBACK,
    dataDir: resolve(ROOT, dataDir),
    databaseUrl: given.DATABASE_URL,
    url: given.HOOKYARD_PUBLIC_URL ?? `http://localhost:${port}`,
    engine: given.HOOKYARD_ENGINE !== "inngest",
    demo: !["0", "false"].includes(given.HOOKYARD_DEMO ?? ""),
    given,
  };
}

/**
 * The address by which a program on this machine reaches Hookyard.
 * @param {{ hosts: string[], port: number }} settings
 */
export function localUrl({ hosts, port }) {
  const [host = "127.0.0.1"] = hosts;
  const reachable =
    { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? (host.includes(":") ? `[${host}]` : host);
  return `http://${reachable}:${port}`;
}

/** @param {{ hosts: string[] }} settings whether other machines reach it */
export const isOpen = ({ hosts }) => hosts.some((host) => !/^(127\.|::1$)/.test(host));

/** Parts of memory that glibc keeps for threads. By itself it takes eight a core, and Node's threads spread over them: 40 MB more. */
export const ARENAS = "2";

/**
 * The environment of a program of Hookyard.
 * @param {Settings} settings
 * @param {{ databaseUrl: string, secrets: Record<string, string>, dev: boolean }} made
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnv(settings, { databaseUrl, secrets, dev }) {
  const { given } = settings;
  return {
    ...hiddenVariables(),
    ...process.env,
    ...given,
    ...secrets,
    PORT: String(settings.port),
    DATABASE_URL: databaseUrl,
    HOOKYARD_DATA_DIR: settings.dataDir,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    MALLOC_ARENA_MAX: given.MALLOC_ARENA_MAX ?? ARENAS,
  };
}

/** Next reads `.env.local` by itself; what stands there is kept out where another file was named. */
function hiddenVariables() {
  if (!process.env.HOOKYARD_ENV_FILE) return {};
  const names = Object.keys(readEnvFile(join(ROOT, ".env.local")));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

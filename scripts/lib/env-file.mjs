import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, writePrivate } from "./files.mjs";

/** The secrets a Hookyard needs, and makes for itself when it has none. */
const SECRETS = ["NEXTAUTH_SECRET", "HOOKYARD_SECRET_KEY"];

/** @typedef {Record<string, string | undefined>} Variables */

/**
 * The variables in the text of an env file, as `env.ts` reads them.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseEnvFile(text) {
  const pairs = text
    .split("\n")
    .map((line) => /^\s*([A-Z0-9_]+)\s*=\s*"?(.*?)"?\s*$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1], match[2]]);
  return Object.fromEntries(pairs);
}

/** `.env.local`, unless HOOKYARD_ENV_FILE names another; one that isn't there is empty. */
const envFilePath = () => process.env.HOOKYARD_ENV_FILE || join(ROOT, ".env.local");

/** @returns {Record<string, string>} */
export function readEnvFile(path = envFilePath()) {
  return existsSync(path) ? parseEnvFile(readFileSync(path, "utf8")) : {};
}

/**
 * Decides on the secrets. What is set wins; then what this data folder was made with, because its webhooks' secrets
 * can be read with that key alone; else new ones.
 * @param {{ given: Variables, kept: Variables, random?: () => string }} sources `given`: environment over env file
 * @returns {{ secrets: Record<string, string>, missing: string[], changed: string[] }} `missing`: not given;
 *   `changed`: given, but not what the folder was made with
 */
export function chooseSecrets({ given, kept, random = () => randomBytes(32).toString("base64") }) {
  const secrets = Object.fromEntries(SECRETS.map((name) => [name, given[name] || kept[name] || random()]));
  return {
    secrets,
    missing: SECRETS.filter((name) => !given[name]),
    changed: SECRETS.filter((name) => given[name] && kept[name] && given[name] !== kept[name]),
  };
}

/**
 * The secrets of a data folder: chosen as above, kept in its `secrets.json`, and written to `.env.local` when there is
 * no such file. An existing one is never touched.
 * @param {string} dataDir
 * @param {Variables} given
 * @returns {Promise<{ secrets: Record<string, string>, note?: string, firstKey?: string }>} `firstKey`: where the key is that the folder was made
 *   with, when it is not the one that is used
 */
export async function prepareSecrets(dataDir, given) {
  const keptPath = join(dataDir, "secrets.json");
  const kept = existsSync(keptPath) ? JSON.parse(readFileSync(keptPath, "utf8")) : {};
  const { secrets, missing, changed } = chooseSecrets({ given, kept });
  if (Object.keys(kept).length === 0) await writePrivate(keptPath, secrets);
  const path = envFilePath();
  const write = missing.length > 0 && !existsSync(path) && !process.env.HOOKYARD_ENV_FILE;
  if (write) await writeFile(path, envFileText(secrets), { mode: 0o600, flag: "wx" });
  return {
    secrets,
    note: write ? "wrote .env.local" : undefined,
    firstKey: changed.includes("HOOKYARD_SECRET_KEY") ? keptPath : undefined,
  };
}

/** @param {Record<string, string>} secrets */
export function envFileText(secrets) {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}`);
  return [
    "# Made at the first start. Keep it: without HOOKYARD_SECRET_KEY the signing secrets in the database can't be read.",
    "# Other settings are listed in .env.example.",
    ...lines,
    "",
  ].join("\n");
}

import { chmod, mkdtemp, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * A path as somebody in the project's folder would type it.
 * @param {string} path
 */
export function shortPath(path) {
  const short = relative(ROOT, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}

/**
 * Writes JSON that its owner alone can read, whole or not at all.
 * @param {string} path
 * @param {unknown} value
 */
export async function writePrivate(path, value) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/**
 * A temporary folder that other accounts may pass through: root's PostgreSQL runs as another one.
 * @param {string} name
 */
export async function makeTempDir(name) {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o711);
  return folder;
}

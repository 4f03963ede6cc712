import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Tests, and what is built, don't go into a build. */
const LEFT_OUT = /\.(test|stories)\.[a-z]+$|(^|\/)(node_modules|\.next|dist)(\/|$)/;

/**
 * The files under some paths that a build depends on, sorted.
 * @param {string} root
 * @param {string[]} paths files or folders below `root`; missing ones are left out
 * @returns {string[]} below `root`
 */
export function sourceFiles(root, paths) {
  return paths.flatMap((path) => filesBelow(root, path)).sort();
}

function filesBelow(root, path) {
  const absolute = join(root, path);
  if (LEFT_OUT.test(path) || !existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/**
 * A fingerprint of what is in some files, so that neither a checkout nor a copy, which change times, makes a build stale.
 * @param {string} root
 * @param {string[]} paths as for `sourceFiles`
 * @param {string} [salt] what else the result depends on
 * @returns {string}
 */
export function fingerprint(root, paths, salt = "") {
  const hash = createHash("sha256").update(salt);
  for (const path of sourceFiles(root, paths)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} stampPath
 * @param {string} current
 * @param {string[]} products what the build makes; absolute
 */
export function isFresh(stampPath, current, products) {
  if (!existsSync(stampPath) || !products.every((path) => existsSync(path))) return false;
  return readFileSync(stampPath, "utf8") === current;
}

/** @param {string} stampPath @param {string} current */
export function stamp(stampPath, current) {
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, current);
}

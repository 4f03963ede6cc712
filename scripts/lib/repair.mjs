import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Repairs one file of an installed package; what is repaired already is left alone, and so is a file that is not there.
 * @param {{ file: string, repairs: { from: string, to: string }[], script: string }} repair
 *   `file` below node_modules; `script` is what to look at when a new version of the package no longer fits.
 */
export function repair({ file, repairs, script }) {
  const path = fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url));
  if (!existsSync(path)) return;
  const before = readFileSync(path, "utf8");
  let after = before;
  for (const { from, to } of repairs) {
    if (after.includes(to)) continue;
    if (!after.includes(from)) {
      console.error(`A package changed: look at ${script} again (${path}).`);
      process.exit(1);
    }
    after = after.replace(from, () => to);
  }
  if (after === before) return;
  // In one step, and without writing into a copy of the file that another folder shares (hard links).
  writeFileSync(`${path}.repaired`, after);
  renameSync(`${path}.repaired`, path);
}

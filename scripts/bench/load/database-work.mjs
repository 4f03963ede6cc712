/**
 * What the database has done so far, from its own statistics. The embedded one has no pg_stat_statements: commits stand
 * for statements, nearly all of which are a transaction of their own.
 * @typedef {{ commits: number, inserted: number, updated: number, deleted: number, walBytes: number }} Work
 */

/**
 * @param {import("postgres").Sql} sql
 * @returns {Promise<Work>}
 */
export async function databaseWork(sql) {
  const [row] = await sql`
    select xact_commit::float8 as commits, tup_inserted::float8 as inserted, tup_updated::float8 as updated,
      tup_deleted::float8 as deleted, (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as "walBytes"
    from pg_stat_database where datname = current_database()`;
  return /** @type {Work} */ ({ ...row });
}

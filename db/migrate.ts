import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect } from "./client";

/** Applies the migrations that are missing. Two at once wait for each other. */
export async function migrateDatabase(url: string, folder = "db/migrations"): Promise<void> {
  const sql = connect(url, { max: 1, name: "hookyard-migrate", patienceMs: 0 });
  try {
    await sql`select pg_advisory_lock(hashtext('hookyard migrations'))`;
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end();
  }
}

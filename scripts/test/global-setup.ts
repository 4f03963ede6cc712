import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { makeTempDir } from "../lib/files.mjs";
import { startPostgres } from "../lib/postgres.mjs";

/**
 * Gives the integration tests a database of their own: on the server that HOOKYARD_TEST_DATABASE_URL names, else on an
 * embedded PostgreSQL in a temporary folder. The migrated database is kept twice, once as the template that
 * `createDatabase()` copies from, because a template may have no connections.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startServer();
  const prefix = `hookyard_test_${Date.now().toString(36)}_${randomBytes(3).toString("hex")}`;
  const template = `${prefix}_template`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });

  await admin`create database ${admin(template)}`;
  await applyMigrations(withDatabase(server.url, template));
  await admin`create database ${admin(prefix)} template ${admin(template)}`;

  Object.assign(process.env, {
    DATABASE_URL: withDatabase(server.url, prefix),
    HOOKYARD_TEST_ADMIN_URL: server.url,
    HOOKYARD_TEST_TEMPLATE: template,
    HOOKYARD_ENV_FILE: "none",
    HOOKYARD_SECRET_KEY: randomBytes(32).toString("base64"),
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    HOOKYARD_ALLOWED_NETWORKS: "127.0.0.0/8,::1/128",
  });

  return async () => {
    const left = await admin<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${prefix})`;
    for (const { datname } of left) await admin`drop database if exists ${admin(datname)} with (force)`;
    await admin.end({ timeout: 5 });
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const named = process.env.HOOKYARD_TEST_DATABASE_URL;
  if (named) return { url: named, stop: async () => {} };
  const folder = await makeTempDir("hookyard-test");
  const server = await startPostgres({ dataDir: folder, settings: { fsync: "off" } });
  return {
    url: server.url,
    stop: async () => {
      await server.destroy();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

async function applyMigrations(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await migrate(drizzle(client), { migrationsFolder: "db/migrations" });
  } finally {
    await client.end({ timeout: 5 });
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { env } from "@/env";
import { array } from "./arrays";
import { closeDb, connect, onCommit, type Sql, transaction } from "./client";

let admin: Sql;
let pool: Sql;
beforeAll(() => {
  admin = connect(env().DATABASE_URL, { max: 1, name: "test-admin" });
  pool = connect(env().DATABASE_URL, { max: 2, name: "test-cut" });
});
afterAll(() => Promise.all([admin.end(), pool.end({ timeout: 1 }), closeDb()]));

const cut = () => admin`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'test-cut'`;

// As released, the driver throws where nobody can catch it, and the pool is deaf from then on: see scripts/patch-postgres.mjs.
test("a connection that is lost between two statements fails its transaction, and the pool goes on", async () => {
  for (let round = 0; round < 10; round++) {
    const work = pool.begin(async (tx) => {
      await tx`select 1`;
      await cut();
      await new Promise((resolve) => setTimeout(resolve, round));
      await tx`select 2`;
    });
    await expect(work).rejects.toThrow(/CONNECTION|ECONNRESET|terminating/);
    await vi.waitFor(async () => expect(await pool`select 3 as n`).toEqual([{ n: 3 }]));
  }
  expect(await Promise.all([pool`select 1 as n`, pool`select 2 as n`, pool`select 3 as n`])).toHaveLength(3);
});

// As released, the driver counts on from there: the next result begins with two holes.
test("a statement that fails in the midst of its rows leaves nothing to the next one on its connection", async () => {
  const one = connect(env().DATABASE_URL, { max: 1, name: "test-one" });
  const failing = () => one`select 1 / (3 - n) as n from generate_series(1, 5) n`;
  await expect(failing()).rejects.toThrow("division by zero");
  expect([...(await one`select 7 as n`)]).toEqual([{ n: 7 }]);
  const inTransaction = one.begin(async (tx) => {
    await expect(
      tx.savepoint((point) => point`select 1 / (3 - n) as n from generate_series(1, 5) n`),
    ).rejects.toThrow();
    return [...(await tx`select 7 as n`)];
  });
  expect(await inTransaction).toEqual([{ n: 7 }]);
  await expect(one.begin((tx) => [tx`select 1 / (2 - n) from generate_series(1, 5) n`])).rejects.toThrow();
  expect([...(await one`select 8 as n`)]).toEqual([{ n: 8 }]);
  await one.end();
});

test("a statement that takes its lists as arrays is parsed once, and where it is hot planned once", async () => {
  const one = connect(env().DATABASE_URL, { max: 1, name: "test-one", plansOnce: true });
  const drizzled = drizzle(one);
  for (const list of [["a"], ["b", "c"], []]) {
    await drizzled.execute(sql`select ${array(list, "text")} as listed`);
  }
  const known = await one`
    select generic_plans::int, custom_plans::int from pg_prepared_statements where statement like '%as listed'`;
  expect([...known]).toEqual([{ generic_plans: 3, custom_plans: 0 }]);
  await one.end();
});

test("onCommit runs after the outermost commit, in order, and not after a rollback", async () => {
  const seen: string[] = [];
  const note = (what: string) => onCommit(async () => void seen.push(what));
  await transaction(async () => {
    await note("first");
    await transaction(() => note("second"));
    seen.push("work");
  });
  const fails = transaction(async () => {
    await note("never");
    throw new Error("no");
  });
  await expect(fails).rejects.toThrow("no");
  await note("without a transaction");
  expect(seen).toEqual(["work", "first", "second", "without a transaction"]);
});

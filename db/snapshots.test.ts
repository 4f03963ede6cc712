import { readdirSync, readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { expect, test } from "vitest";
import * as schema from "./schema";

const META = new URL("./migrations/meta/", import.meta.url);
const snapshots = readdirSync(META)
  .filter((name) => name.endsWith("_snapshot.json"))
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, META), "utf8")));

test("each snapshot of the schema follows the one before it", () => {
  const ids = snapshots.map(({ id }) => id);
  expect(snapshots.slice(1).map(({ prevId }) => prevId)).toEqual(ids.slice(0, -1));
  expect(new Set(ids).size).toBe(ids.length);
});

test("the migrations make the schema as it is", async () => {
  expect(await generateMigration(snapshots.at(-1), generateDrizzleJson(schema))).toEqual([]);
});

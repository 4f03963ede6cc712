import { type SQL, sql } from "drizzle-orm";
import { databaseTime } from "./times";

export type Element = "text" | "uuid" | "int" | "boolean" | "timestamptz" | "json" | "float8";
export type Value = string | number | boolean | Date | null;

/**
 * Values as one array parameter, for `unnest`: how a statement takes many rows at once.
 * They travel as text and are cast by PostgreSQL, because Drizzle and postgres.js disagree on arrays of times and booleans.
 */
export function array(values: readonly Value[], element: Element): SQL {
  const texts = values.map((value) =>
    value instanceof Date ? databaseTime(value) : value === null ? null : String(value),
  );
  const parameter = sql`${sql.param(texts)}::text[]`;
  return element === "text" ? parameter : sql`${parameter}::${sql.raw(element)}[]`;
}

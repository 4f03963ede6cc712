import { type SQL, sql } from "drizzle-orm";

/**
 * Spans between the database's clock and a process: moments stay where they are made, so that a clock which is off, or is set while we run, moves
 * nothing.
 */

/** `ms` from now, by the database's clock. @param ms a number, or a column of `float8` */
export const fromNow = (ms: number | SQL): SQL =>
  sql`now() + make_interval(secs => ${typeof ms === "number" ? sql`${ms}::float8` : ms} / 1000)`;

/** How long until a moment of the database's, in ms as `float8`: negative when it is past, null when it is null. */
export const msUntil = (moment: SQL | SQL.Aliased): SQL<number | null> =>
  sql`(extract(epoch from ${moment} - now()) * 1000)::float8`;

import { or, type SQL, sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { events } from "@/db/schema";

/** Whether an event's type is covered by a webhook's patterns, as a condition: `matchesAny` (lib/matching/patterns.ts) for the database. */
export function isCovered(patterns: readonly string[]): SQL {
  if (patterns.includes("*")) return sql`true`;
  const exact = patterns.filter((pattern) => !pattern.endsWith("*"));
  const beginnings = patterns
    .filter((pattern) => pattern.endsWith(".*"))
    .map((pattern) => pattern.slice(0, -1));
  const covered = or(
    exact.length > 0 ? sql`${events.type} = any (${array(exact, "text")})` : undefined,
    beginnings.length > 0
      ? sql`exists (select from unnest(${array(beginnings, "text")}) as b (beginning) where starts_with(${events.type}, b.beginning))`
      : undefined,
  );
  return covered ?? sql`false`;
}

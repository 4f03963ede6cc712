import { type SQL, sql } from "drizzle-orm";
import { array, type Element, type Value } from "./arrays";

/** A relation's columns by name: each its type, and what of an item goes into it. */
export type Columns<T> = Record<string, readonly [type: Element, of: (item: T) => Value]>;

/**
 * Items as a relation for a statement's FROM, a row an item and named columns: `unnest(…) as name (column, …)`. The text of the statement is the
 * same however many there are, so that it can be prepared.
 * @param name of the relation. Its names are the code's own and never come from outside.
 */
export function rows<T>(items: readonly T[], name: string, columns: Columns<T>): SQL {
  return sql`${unnest(items, columns)} as ${head(name, Object.keys(columns))}`;
}

/** The same with a last column `place`: 1 for the first item, 2 for the second, … */
export function placedRows<T>(items: readonly T[], name: string, columns: Columns<T>): SQL {
  return sql`${unnest(items, columns)} with ordinality as ${head(name, [...Object.keys(columns), "place"])}`;
}

function unnest<T>(items: readonly T[], columns: Columns<T>): SQL {
  const arrays = Object.values(columns).map(([type, of]) => array(items.map(of), type));
  return sql`unnest(${sql.join(arrays, sql`, `)})`;
}

const head = (name: string, columns: string[]) => sql.raw(`${name} (${columns.join(", ")})`);

import postgres from "postgres";

/** What PostgreSQL said, also where Drizzle has wrapped it; null for other errors. */
function saidByPostgres(error: unknown): postgres.PostgresError | null {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause : null;
}

/**
 * A value that PostgreSQL refuses, and will refuse again (classes 22, data exception, and 54, program limit exceeded), as opposed to a database that is away.
 */
export const isUnstorable = (error: unknown): boolean => /^(22|54)/.test(saidByPostgres(error)?.code ?? "");

/** foreign_key_violation, and restrict_violation, which PostgreSQL 18 has for `on delete restrict`. */
const REFERENCE = ["23503", "23001"];

/** Whether the database refused a statement over a foreign key. `constraint` narrows it to one of them. */
export function isReferenceError(error: unknown, constraint?: string): boolean {
  const said = saidByPostgres(error);
  if (!said || !REFERENCE.includes(said.code)) return false;
  return constraint === undefined || said.constraint_name === constraint;
}

/** What the driver and the network say when a server can't be reached, or is lost on the way. */
const LOST = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "QUERY_TIMEOUT",
]);
const NETWORK = new Set([
  ...[
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EHOSTDOWN",
    "ENETDOWN",
  ],
  ...["ENOTFOUND", "EAI_AGAIN", "ENOENT"],
]);

/**
 * SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) that say nothing against the statement: connection lost (08),
 * rolled back for another's sake (40), out of something (53), not now (55P03), told to stop, shutting down, starting, (57), files (58).
 */
const PASSING = /^(?:08|40|53|57|58)|^55P03$/;

/** Whether a statement failed because the database is away, stopping, starting or too busy: the same may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    const code = "code" in each ? each.code : undefined;
    if (typeof code !== "string") continue;
    if (LOST.has(code)) return true;
    // A query of the driver's that failed has its text; other connections than the database's fail in the same words.
    if (NETWORK.has(code) && "query" in each) return true;
    if (/^[0-9A-Z]{5}$/.test(code) && "severity" in each) return PASSING.test(code);
  }
  return false;
}

/** Whether a statement was given up: what it was to do may have been done, or still be done. */
export function isGivenUp(error: unknown): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if ("code" in each && each.code === "QUERY_TIMEOUT") return true;
  }
  return false;
}

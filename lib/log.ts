/**
 * Logs a fault of our own. A failed query is told by its text and what PostgreSQL said: its parameters hold people's
 * data and stay out of the log.
 */
export function logFault(what: string, error: unknown): void {
  console.error(`${what}:`, loggable(error));
}

/** Says at most every so often that the database is away: every call that failed by it would fill the log. */
const AWAY_EVERY_MS = 5_000;
let saidAway = Number.NEGATIVE_INFINITY;

export function logAway(error: unknown): void {
  const now = performance.now();
  if (now - saidAway < AWAY_EVERY_MS) return;
  saidAway = now;
  logFault("The database can't be reached", error);
}

function loggable(error: unknown): unknown {
  if (!(error instanceof Error) || !("query" in error)) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const { code } = cause as Error & { code?: string };
  const message = cause === error ? "the query failed" : cause.message;
  return `${message}${code ? ` (${code})` : ""} in: ${String(error.query).replace(/\s+/g, " ").slice(0, 500)}`;
}

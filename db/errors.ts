import postgres from "postgres";

/** PostgreSQL's code for what went wrong (SQLSTATE), also where Drizzle has wrapped it; null for other errors. */
export function sqlState(error: unknown): string | null {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause.code : null;
}

/**
 * A value that PostgreSQL refuses, and will refuse again (classes 22, data exception, and 54, program limit exceeded), as opposed to a database that is away.
 */
export const isUnstorable = (error: unknown): boolean => /^(22|54)/.test(sqlState(error) ?? "");

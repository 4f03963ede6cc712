/** foreign_key_violation, and restrict_violation, which PostgreSQL 18 has for `on delete restrict`. */
const CODES = ["23503", "23001"];

/** Whether the database refused a statement over a foreign key. `constraint` narrows it to one of them. */
export function isReferenceError(error: unknown, constraint?: string): boolean {
  const cause = (error as { cause?: { code?: string; constraint_name?: string } } | null)?.cause;
  if (!cause?.code || !CODES.includes(cause.code)) return false;
  return constraint === undefined || cause.constraint_name === constraint;
}

/** What can go wrong on purpose. Three adapters translate these: the action wrapper, the API route wrapper, the Inngest functions. */
export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "invalid"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "unavailable";

/** One fault in an input: where (`url`, `events[3].data.user.email`) and what. */
export type Fault = { path: string; message: string };

/** A refused call. `message` is shown to the caller; anything else that is thrown is logged and shown as an id alone. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly faults: Fault[] = [],
    /** Further facts for the caller, such as the uses that keep a webhook from being deleted. */
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
    this.name = "AppError";
  }
}

/** The refusal of a call that nothing is wrong with: the database is away, or too busy. */
export const unavailable = (): AppError =>
  new AppError(
    "unavailable",
    "The database can't be reached, or is too busy just now. Please try again in a few seconds.",
  );

/** @throws AppError not_found with a sentence about `noun`. */
export function notFound(noun: string): never {
  throw new AppError("not_found", `There is no such ${noun}, or it was deleted.`);
}

import type { Failure, Result } from "@/lib/result";

/** A failed `Result` as what TanStack Query expects: a rejection. `message` is meant for people. */
export class FailureError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = "FailureError";
  }
}

/** The value of a `Result`. @throws FailureError */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FailureError(result);
}

/** What to tell people about anything that was thrown on the way to the server. */
export function messageOf(error: unknown): string {
  if (error instanceof FailureError) return error.message;
  return "The server could not be reached. Check your connection and try again.";
}

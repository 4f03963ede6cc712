import type { ErrorCode, Fault } from "./errors";

export type Failure = {
  ok: false;
  code: ErrorCode | "internal";
  message: string;
  faults: Fault[];
  details?: Record<string, unknown> | undefined;
};

/** An expected outcome as a value: what a server action answers. */
export type Result<T> = { ok: true; value: T } | Failure;

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

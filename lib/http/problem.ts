import { randomUUID } from "node:crypto";
import { isDatabaseAway } from "@/db/errors";
import { AppError, type ErrorCode, type Fault, unavailable } from "@/lib/errors";
import { logAway, logFault } from "@/lib/log";

/** What a route answers, apart from any framework. */
export type ApiAnswer = { status: number; headers: Record<string, string>; body: string };

const STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 422,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

const TITLE: Record<ErrorCode, string> = {
  unauthenticated: "An API key is needed",
  forbidden: "Not allowed",
  not_found: "Not found",
  invalid: "The request is not as it should be",
  conflict: "Conflict",
  too_large: "Too large",
  rate_limited: "Too many requests",
  unavailable: "Try again",
};

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): ApiAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

type Problem = {
  /** Further members, such as the uses that keep a webhook from being deleted. */
  details?: Record<string, unknown> | undefined;
  status: number;
  title: string;
  detail: string;
  errors?: Fault[];
  headers?: Record<string, string>;
};

/** A problem details answer (RFC 9457); `errors` names each fault by its path. */
export function problem({ status, title, detail, errors, headers, details }: Problem): ApiAnswer {
  const body = {
    ...details,
    type: "about:blank",
    title,
    status,
    detail,
    ...(errors?.length ? { errors } : {}),
  };
  return {
    ...json(status, body),
    headers: { ...headers, "content-type": "application/problem+json; charset=utf-8" },
  };
}

/** When to call again while something of ours is away, in seconds. */
const RETRY_AFTER_SECONDS = 5;

const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unauthenticated: { "www-authenticate": "Bearer" },
  unavailable: { "retry-after": String(RETRY_AFTER_SECONDS) },
};

/** The one place where what the API's handlers throw becomes an answer. What nobody foresaw is logged whole and shown as an id. */
export function problemOf(error: unknown): ApiAnswer {
  if (error instanceof AppError) {
    return problem({
      status: STATUS[error.code],
      title: TITLE[error.code],
      detail: error.message,
      errors: error.faults,
      headers: HEADERS[error.code] ?? {},
      details: error.details,
    });
  }
  if (isDatabaseAway(error)) {
    logAway(error);
    return problemOf(unavailable());
  }
  const id = randomUUID();
  logFault(`Error ${id}`, error);
  return problem({
    status: 500,
    title: "Something went wrong",
    detail: `This is our fault. Its number in the log is ${id}.`,
  });
}

/** Runs a handler and translates what it throws. */
export async function answer(work: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await work();
  } catch (error) {
    return problemOf(error);
  }
}

/** An answer as the web's Response. */
export function toResponse({ status, headers, body }: ApiAnswer): Response {
  return new Response(status === 204 ? null : body, {
    status,
    headers: { ...headers, "cache-control": "no-store" },
  });
}

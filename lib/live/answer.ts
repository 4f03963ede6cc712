import type { Failure, Result } from "@/lib/result";

const STATUS: Partial<Record<Failure["code"], number>> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  unavailable: 503,
};

/** What a read of the console's own routes came to, for the screen that asks: the `Result` itself, never kept by a cache. */
export function toAnswer(result: Result<unknown>): Response {
  const status = result.ok ? 200 : (STATUS[result.code] ?? 500);
  const headers = { "cache-control": "no-store", ...(status === 503 && { "retry-after": "5" }) };
  return Response.json(result, { status, headers });
}

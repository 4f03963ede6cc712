import { authenticateApiKey } from "@/lib/api-keys/authenticate";
import type { Ctx } from "@/lib/auth/context";
import { AppError } from "@/lib/errors";

/**
 * The organisation an API call speaks for.
 * @throws AppError unauthenticated
 */
export async function requireApiKey(authorization: string | null | undefined): Promise<Ctx> {
  const ctx = await authenticateApiKey(authorization ?? null);
  if (ctx) return ctx;
  throw new AppError(
    "unauthenticated",
    authorization
      ? "This API key is not known here, or it was revoked."
      : "Send an API key: Authorization: Bearer hky_… (made under Developers, API keys).",
  );
}

/** A body that took longer to come: its key may have been revoked meanwhile. */
const SLOW_BODY_MS = 200;

/**
 * Reads the body of a call whose key was good when it came in. If that takes a while, the key must still be good afterwards.
 * @throws AppError unauthenticated, and what `read` throws
 */
export async function readAuthenticated<T>(
  authorization: string | null | undefined,
  read: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const body = await read();
  if (performance.now() - began > SLOW_BODY_MS) await requireApiKey(authorization);
  return body;
}

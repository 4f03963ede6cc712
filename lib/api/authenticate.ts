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

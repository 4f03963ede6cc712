import { recallApiKey } from "@/lib/api-keys/authenticate";
import { acceptEvents } from "@/lib/events/accept";
import { decodeBody, parseAnyDepth } from "@/lib/http/body";
import { type ApiAnswer, answer, json } from "@/lib/http/problem";
import { readAuthenticated, requireApiKey } from "./authenticate";

type Headers = { authorization?: string | null | undefined; idempotencyKey?: string | null | undefined };

/**
 * `POST /api/v1/events`: the one handler behind Next's route and the lean way in front of it (lean.ts).
 * @param readBody gives the body's bytes, or throws AppError too_large.
 */
export function postEvents(headers: Headers, readBody: () => Promise<Buffer>): Promise<ApiAnswer> {
  return answer(async () => {
    const { authorization } = headers;
    const idempotencyKey = headers.idempotencyKey ?? undefined;
    const recalled = idempotencyKey === undefined ? recallApiKey(authorization ?? null) : null;
    const ctx = recalled ?? (await requireApiKey(authorization));
    try {
      const text = decodeBody(await readAuthenticated(authorization, readBody));
      const options = { idempotencyKey, text, provesKey: recalled !== null };
      return json(202, await acceptEvents(ctx, parseAnyDepth(text), options));
    } catch (error) {
      // Whose key was revoked meanwhile hears that, and nothing else.
      if (recalled) await requireApiKey(authorization);
      throw error;
    }
  });
}

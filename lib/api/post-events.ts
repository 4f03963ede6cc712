import { acceptEvents } from "@/lib/events/accept";
import { readAuthenticated, requireApiKey } from "./authenticate";
import { decodeBody, parseAnyDepth } from "./body";
import { type ApiAnswer, answer, json } from "./problem";

type Headers = { authorization?: string | null | undefined; idempotencyKey?: string | null | undefined };

/**
 * `POST /api/v1/events`: the one handler behind Next's route and the lean way in front of it (lean.ts).
 * @param readBody gives the body's bytes, or throws AppError too_large.
 */
export function postEvents(headers: Headers, readBody: () => Promise<Buffer>): Promise<ApiAnswer> {
  return answer(async () => {
    const ctx = await requireApiKey(headers.authorization);
    const text = decodeBody(await readAuthenticated(headers.authorization, readBody));
    return json(202, await acceptEvents(ctx, parseAnyDepth(text), headers.idempotencyKey ?? undefined, text));
  });
}

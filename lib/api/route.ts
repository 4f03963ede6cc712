import type { z } from "zod";
import { authorise, type Ctx } from "@/lib/auth/context";
import type { Permission } from "@/lib/auth/permissions";
import { AppError, notFound } from "@/lib/errors";
import { decodeBody, parseJson, readLimited } from "@/lib/http/body";
import { type ApiAnswer, answer, toResponse } from "@/lib/http/problem";
import { admit, isKeepable } from "@/lib/input";
import { readAuthenticated, requireApiKey } from "./authenticate";

/** What a handler of the API is given. */
export type ApiCall = {
  ctx: Ctx;
  /** The parts of the path in brackets. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** The body as JSON; an empty body is undefined. */
  body: () => Promise<unknown>;
};

/** An address without parts in brackets has no params. */
type Context = { params: Promise<Record<string, string> | undefined> };

/** A route of the REST API: authenticates by API key, authorises, admits (lib/input), and translates what the handler throws. */
export function route(permission: Permission, handler: (call: ApiCall) => Promise<ApiAnswer>) {
  return async (request: Request, context: Context): Promise<Response> =>
    toResponse(
      await answer(async () => {
        const authorization = request.headers.get("authorization");
        const ctx = await requireApiKey(authorization);
        authorise(ctx, permission);
        const params = (await context.params) ?? {};
        if (!Object.values(params).every(isKeepable)) notFound("thing");
        const query = new URL(request.url).searchParams;
        admit(Object.fromEntries(query));
        const body = async () => {
          const sent = request.body as unknown as AsyncIterable<Uint8Array> | null;
          const bytes = sent && (await readAuthenticated(authorization, () => readLimited(sent)));
          return bytes?.length ? admit(parseJson(decodeBody(bytes))) : undefined;
        };
        return handler({ ctx, params, query, body });
      }),
    );
}

/**
 * The query's parameters by a schema.
 * @throws AppError invalid
 */
export function parseQuery<S extends z.ZodType>(schema: S, query: URLSearchParams): z.output<S> {
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid", "The query is not as it should be.", faults);
}

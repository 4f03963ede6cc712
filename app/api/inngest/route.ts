import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { env } from "@/env";
import { served } from "@/inngest/served";

type Handlers = ReturnType<typeof serve>;
let handlers: Handlers | undefined;

/**
 * Inngest calls the functions here, signed: to run one, and to learn which there are. The server registers them itself when it starts
 * (inngest/register.ts). With the embedded engine nobody has business here.
 */
function answer(method: keyof Handlers) {
  return async (request: NextRequest, context: unknown): Promise<Response> => {
    if (env().HOOKYARD_ENGINE === "embedded") return new Response("Not found", { status: 404 });
    handlers ??= serve({ ...served(), enableUnauthedSync: false });
    const handle = handlers[method];
    return withPatience(LONG_PATIENCE_MS, async () => (await handle(request, context)) as Response);
  };
}

export const GET = answer("GET");
export const POST = answer("POST");
export const PUT = answer("PUT");

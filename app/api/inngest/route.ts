import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { env } from "@/lib/env";

type Handlers = ReturnType<typeof serve>;
let served: Handlers | undefined;

/** Inngest calls the functions here, signed. With the embedded engine nobody has business here. */
function answer(method: keyof Handlers) {
  return async (request: NextRequest, context: unknown): Promise<Response> => {
    if (env().HOOKYARD_ENGINE === "embedded") return new Response("Not found", { status: 404 });
    served ??= serve({ client: inngest, functions });
    return (await served[method](request, context)) as Response;
  };
}

export const GET = answer("GET");
export const POST = answer("POST");
export const PUT = answer("PUT");

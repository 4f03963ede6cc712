import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { getWebhook } from "@/lib/webhooks/data";

const read = action("webhooks.read", z.object({ id: z.string() }), (ctx, { id }) => getWebhook(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

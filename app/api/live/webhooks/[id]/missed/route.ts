import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { countMissed } from "@/lib/webhooks/replay";

const read = action("webhooks.read", z.object({ id: z.string() }), (ctx, { id }) => countMissed(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/missed">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

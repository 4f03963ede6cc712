import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listUses } from "@/lib/webhooks/uses";

const read = action("webhooks.read", z.object({ id: z.string() }), (ctx, { id }) => listUses(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/uses">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { getPause } from "@/lib/webhooks/pause";

const read = action("jobs.read", z.object({ id: z.string() }), (ctx, { id }) => getPause(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/pause">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

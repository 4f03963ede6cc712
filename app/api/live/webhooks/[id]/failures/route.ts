import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { getRecentFailures } from "@/lib/webhooks/overview";

const read = action("jobs.read", z.object({ id: z.string() }), (ctx, { id }) => getRecentFailures(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/failures">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { getTestResult } from "@/lib/webhooks/test-event";

const input = z.object({ eventId: z.string() });
const read = action("jobs.read", input, (ctx, { eventId }) => getTestResult(ctx, eventId));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/test-events/[eventId]">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

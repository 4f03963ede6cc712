import { z } from "zod";
import { action } from "@/lib/auth/action";
import { getEventDetail } from "@/lib/events/data";
import { toAnswer } from "@/lib/live/answer";

const read = action("events.read", z.object({ id: z.string() }), (ctx, { id }) => getEventDetail(ctx, id));

export async function GET(_: Request, { params }: RouteContext<"/api/live/events/[id]">): Promise<Response> {
  return toAnswer(await read(await params));
}

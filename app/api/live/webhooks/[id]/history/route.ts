import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listHistory } from "@/lib/webhooks/history";

const input = z.object({ id: z.string(), before: z.coerce.number().int().positive().optional() });
const read = action("webhooks.read", input, (ctx, { id, before }) => listHistory(ctx, id, { before }));

export async function GET(
  request: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/history">,
): Promise<Response> {
  const before = new URL(request.url).searchParams.get("before") ?? undefined;
  return toAnswer(await read({ ...(await params), before }));
}

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { RANGES } from "@/lib/webhooks/chart";
import { getStats } from "@/lib/webhooks/overview";

const input = z.object({ id: z.string(), range: z.enum(RANGES).default("24h") });
const read = action("webhooks.read", input, (ctx, { id, range }) => getStats(ctx, id, range));

export async function GET(
  request: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/stats">,
): Promise<Response> {
  const range = new URL(request.url).searchParams.get("range") ?? undefined;
  return toAnswer(await read({ ...(await params), range }));
}

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listSecretVersions } from "@/lib/webhooks/rotate";

const input = z.object({ id: z.string() });
const read = action("webhooks.read", input, (ctx, { id }) => listSecretVersions(ctx, id));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/webhooks/[id]/secrets">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

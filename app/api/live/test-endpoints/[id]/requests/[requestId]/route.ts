import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { getRequest } from "@/lib/test-endpoints/data";
import { requestId } from "@/lib/test-endpoints/schema";

const read = action("test_endpoints.read", requestId, (ctx, ids) => getRequest(ctx, ids.id, ids.requestId));

type Context = RouteContext<"/api/live/test-endpoints/[id]/requests/[requestId]">;

export async function GET(_: Request, { params }: Context): Promise<Response> {
  return toAnswer(await read(await params));
}

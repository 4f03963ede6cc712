import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listRequests } from "@/lib/test-endpoints/data";
import { testEndpointId } from "@/lib/test-endpoints/schema";

const read = action("test_endpoints.read", testEndpointId, (ctx, { id }) => listRequests(ctx, id));

type Context = RouteContext<"/api/live/test-endpoints/[id]/requests">;

export async function GET(_: Request, { params }: Context): Promise<Response> {
  return toAnswer(await read(await params));
}

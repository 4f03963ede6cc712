import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listTestEndpoints } from "@/lib/test-endpoints/data";

const read = action("test_endpoints.read", z.object({}), (ctx) => listTestEndpoints(ctx));

export async function GET(): Promise<Response> {
  return toAnswer(await read({}));
}

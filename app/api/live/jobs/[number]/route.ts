import { z } from "zod";
import { action } from "@/lib/auth/action";
import { getJob } from "@/lib/jobs/data";
import { jobNumber } from "@/lib/jobs/schema";
import { toAnswer } from "@/lib/live/answer";

const read = action("jobs.read", z.object({ number: jobNumber }), (ctx, { number }) => getJob(ctx, number));

export async function GET(
  _: Request,
  { params }: RouteContext<"/api/live/jobs/[number]">,
): Promise<Response> {
  return toAnswer(await read(await params));
}

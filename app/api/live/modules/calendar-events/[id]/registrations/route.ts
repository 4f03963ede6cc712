import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listRegistrations } from "@/lib/modules/calendar-events/data";

const read = action("modules.read", z.object({ id: z.string() }), (ctx, { id }) =>
  listRegistrations(ctx, id),
);

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return toAnswer(await read(await params));
}

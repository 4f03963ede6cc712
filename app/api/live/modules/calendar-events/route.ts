import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listCalendarEvents } from "@/lib/modules/calendar-events/data";

const read = action("modules.read", z.object({}), (ctx) => listCalendarEvents(ctx));

export async function GET(): Promise<Response> {
  return toAnswer(await read({}));
}

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { toAnswer } from "@/lib/live/answer";
import { listWebhooks } from "@/lib/webhooks/data";

const read = action("webhooks.read", z.object({}), (ctx) => listWebhooks(ctx));

export async function GET(): Promise<Response> {
  return toAnswer(await read({}));
}

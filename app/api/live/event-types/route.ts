import { z } from "zod";
import { action } from "@/lib/auth/action";
import { listEventTypes } from "@/lib/catalog";
import { toAnswer } from "@/lib/live/answer";

const read = action("webhooks.read", z.object({}), async (ctx) =>
  (await listEventTypes(ctx)).map(({ name, module, sample, sampleText, sampleChanges }) => ({
    name,
    module,
    sample,
    sampleText,
    sampleChanges,
  })),
);

export async function GET(): Promise<Response> {
  return toAnswer(await read({}));
}

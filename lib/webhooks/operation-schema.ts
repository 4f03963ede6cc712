import { z } from "zod";

/** How long two secrets may sign: up to 7 days. */
const MAX_OVERLAP_HOURS = 168;

/** As large as an event over the API may be. */
export const MAX_EVENT_BYTES = 256 * 1024;

/** How a secret is rotated. */
export const rotateInput = z.strictObject({
  overlapHours: z
    .number({ error: "Give a number of hours." })
    .int("Give whole hours.")
    .min(0, "At least 0 hours.")
    .max(MAX_OVERLAP_HOURS, "At most 7 days."),
});
export type RotateInput = z.output<typeof rotateInput>;

const object = z.string().max(MAX_EVENT_BYTES, `An event has at most ${MAX_EVENT_BYTES / 1024} KB.`);

/** What a test event is made of. What it says is checked when it is sent, and sent as it was written. */
export const testEventInput = z.strictObject({
  /** The webhook's. */
  id: z.uuid(),
  type: z.string().min(1, "Choose an event type.").max(200),
  /** JSON text of an object. */
  data: object,
  /** The same; for updates: each key that changed with `[before, now]`. */
  changes: object.optional(),
});
export type TestEventInput = Omit<z.output<typeof testEventInput>, "id">;

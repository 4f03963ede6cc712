import { z } from "zod";

/** How long two secrets may sign: up to 7 days. */
export const MAX_OVERLAP_HOURS = 168;

/** How a secret is rotated. */
export const rotateInput = z.strictObject({
  overlapHours: z
    .number({ error: "Give a number of hours." })
    .int("Give whole hours.")
    .min(0, "At least 0 hours.")
    .max(MAX_OVERLAP_HOURS, "At most 7 days."),
});
export type RotateInput = z.output<typeof rotateInput>;

/** What a test event is made of. The data is checked against the type's schema when it is sent. */
export const testEventInput = z.strictObject({
  /** The webhook's. */
  id: z.uuid(),
  type: z.string().min(1, "Choose an event type.").max(200),
  data: z.record(z.string(), z.unknown(), { error: "The data must be an object." }),
  /** For updates: each key that changed with `[before, now]`. */
  changes: z.record(z.string(), z.unknown(), { error: "The changes must be an object." }).optional(),
});
export type TestEventInput = Omit<z.output<typeof testEventInput>, "id">;

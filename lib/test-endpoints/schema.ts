import { z } from "zod";

/** How many requests an endpoint keeps, the newest. */
export const KEPT_REQUESTS = 100;
/** How many bytes of bodies an endpoint keeps in all: the oldest go first. */
export const KEPT_BYTES = 8 * 1024 * 1024;
/** How much of a body is kept. */
export const KEPT_BODY_BYTES = 256 * 1024;

export const testEndpointInput = z.strictObject({
  name: z
    .string({ error: "Give the endpoint a name." })
    .trim()
    .min(1, "Give the endpoint a name.")
    .max(100, "At most 100 characters."),
});
export type TestEndpointInput = z.infer<typeof testEndpointInput>;

export const testEndpointId = z.strictObject({ id: z.uuid() });

export const requestId = z.strictObject({ id: z.uuid(), requestId: z.string().max(40) });

export type SignatureVerdict = "valid" | "invalid" | "missing" | "unknown";

/** How a verdict is called on screen. */
export const verdictWords: Record<SignatureVerdict, string> = {
  valid: "Signature valid",
  invalid: "Signature invalid",
  missing: "Not signed",
  unknown: "Not checked",
};

import { z } from "zod";
import { MAX_EVENT_BYTES } from "./operation-schema";
import { CONTENT_TYPES, FORMATS, METHODS } from "./schema";

const header = z.object({
  name: z.string().max(1_000),
  value: z.string().max(10_000).optional(),
  keep: z.literal(true).optional(),
});

const target = z.object({
  field: z.enum(["ticket_type", "attendee_type", "language", "custom"]),
  key: z.string().max(1_000).optional(),
  values: z.array(z.string().max(1_000).nullable()).max(200),
});

/**
 * The form's values as they stand, saved or not, right or not: what can be shown is shown. Settings that no preview depends on are left out.
 */
export const previewSettings = z.object({
  /** The webhook that is being edited; left out for a new one. */
  id: z.uuid().optional(),
  name: z.string().max(1_000).default(""),
  url: z.string().max(10_000).default(""),
  method: z.enum(METHODS).default("POST"),
  contentType: z.enum(CONTENT_TYPES).default("application/json"),
  format: z.enum(FORMATS).default("envelope"),
  template: z.string().max(100_000).nullable().default(null),
  headers: z.array(header).max(200).default([]),
  subscriptions: z.array(z.string().max(1_000)).max(500).default([]),
  filter: z.string().max(10_000).nullable().default(null),
  targets: z.array(target).max(100).default([]),
});
export type PreviewSettings = z.output<typeof previewSettings>;
export type PreviewInput = z.input<typeof previewSettings>;

/** JSON text of an object. */
const data = z.string().max(MAX_EVENT_BYTES);

/** What is shown: the catalog's sample of a type, a recent event, or data that was typed. */
export const previewSample = z.union([
  z.strictObject({ eventId: z.string().max(100) }),
  z.strictObject({ type: z.string().max(200), data, changes: data.optional() }),
  z.strictObject({ type: z.string().max(200) }),
]);
export type PreviewSample = z.output<typeof previewSample>;

import { z } from "zod";
import { isKeepable } from "@/lib/input";
import { instant } from "@/lib/instant";

export const JOB_STATUSES = ["queued", "running", "retrying", "succeeded", "failed", "cancelled"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** How each status is called on screen. */
export const jobStatusWords: Record<JobStatus, string> = {
  queued: "Queued",
  running: "Running",
  retrying: "Waiting for retry",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** A run number as it stands in an address: 1 to the largest a PostgreSQL integer holds. */
export const jobNumber = z.coerce.number<string | number>().int().min(1).max(2_147_483_647);

const LIMIT_MAX = 100;

/** What the list of jobs can be narrowed by; `cursor` is the run number below which the page begins. */
export const jobFilter = z.object({
  status: z.enum(JOB_STATUSES, { error: `Use one of ${JOB_STATUSES.join(", ")}.` }).optional(),
  webhookId: z.uuid("Give a webhook's id.").optional(),
  eventType: z.string().trim().min(1).max(200).optional(),
  eventId: z.string().trim().min(1).max(64).optional(),
  cursor: jobNumber.optional(),
  limit: z.coerce.number<string | number>().int().min(1).max(LIMIT_MAX).default(50),
});
export type JobFilter = z.output<typeof jobFilter>;

/**
 * The filter as it stands in the address bar: what does not make sense is left out rather than refused, since a person may have
 * cut the address short.
 */
export function jobFilterOf(params: Record<string, string | string[] | undefined>): JobFilter {
  const shape = jobFilter.shape;
  const kept = Object.entries(params).filter(
    ([key, value]) =>
      Object.hasOwn(shape, key) &&
      typeof value === "string" &&
      isKeepable(value) &&
      shape[key as keyof typeof shape].safeParse(value).success,
  );
  return jobFilter.parse(Object.fromEntries(kept));
}

/** Which failed jobs to queue again in bulk: all that is given holds. */
export const failedFilter = z.strictObject({
  webhookId: z.uuid("Give a webhook's id.").optional(),
  eventType: z.string().trim().min(1).max(200).optional(),
  /** When they were made: from, inclusive, and to, exclusive. */
  from: instant.optional(),
  to: instant.optional(),
});
export type FailedFilter = z.output<typeof failedFilter>;

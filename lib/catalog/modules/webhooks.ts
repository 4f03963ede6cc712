import { z } from "zod";
import { eventType, moduleTypes } from "../define";

const webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  status: z.enum(["active", "inactive", "disabled", "deleted"]),
  /** Why, in words, when Hookyard did it by itself. */
  reason: z.string().nullable(),
  /** The run number of the job whose failure was the cause. */
  job_number: z.number().int().nullable(),
});

const sample = {
  id: "5e0f7c1a-6c2e-4d1b-9a57-0f4f2f1c9b11",
  name: "CRM sync",
  url: "https://crm.example.org/hooks",
};
const failed = { reason: "Job 1042 failed all 3 tries: the endpoint answered 500.", job_number: 1042 };

export const webhookTypes = moduleTypes("Webhooks", [
  eventType({
    name: "webhook.activated",
    description: "A webhook was activated.",
    data: webhook,
    sample: { ...sample, status: "active" as const, reason: null, job_number: null },
  }),
  eventType({
    name: "webhook.deactivated",
    description: "A webhook was deactivated, by hand or after failures.",
    data: webhook,
    sample: { ...sample, status: "disabled" as const, ...failed },
  }),
  eventType({
    name: "webhook.errored",
    description: "A webhook's failures reached the limit of its failure rule.",
    data: webhook,
    sample: { ...sample, status: "disabled" as const, ...failed },
  }),
  eventType({
    name: "webhook.deleted",
    description: "A webhook was deleted.",
    data: webhook,
    sample: { ...sample, status: "deleted" as const, reason: null, job_number: null },
  }),
]);

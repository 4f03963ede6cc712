import { z } from "zod";
import { sentUrl } from "@/db/sent-url";
import type { FailureRule, RetrySchedule, TargetCondition } from "@/db/types";
import { MAX_TEMPLATE_CHARACTERS } from "@/lib/delivery/message/formats/limits";
import {
  headerListProblem,
  headerNameProblem,
  headerValueProblem,
  MAX_HEADERS,
} from "@/lib/delivery/message/header-rules";
import { MAX_CUSTOM_DELAYS, MAX_DELAY_SECONDS, MIN_DELAY_SECONDS } from "@/lib/delivery/verdict/schedule";
import { MAX_FILTER_CHARACTERS } from "@/lib/matching/filter/limits";
import { urlShapeProblem } from "./url-shape";

export const METHODS = ["POST", "PUT", "PATCH"] as const;
export const CONTENT_TYPES = ["application/json", "application/x-www-form-urlencoded"] as const;
export const FORMATS = ["envelope", "data", "slack", "teams", "webex", "template"] as const;
const LIFECYCLES = ["managed", "self_provisioned"] as const;
export const STATUSES = ["active", "inactive", "disabled"] as const;
export type WebhookStatus = (typeof STATUSES)[number];

const problem = (check: (value: string) => string | null) => (value: string, ctx: z.RefinementCtx) => {
  const message = check(value);
  if (message) ctx.addIssue({ code: "custom", message });
};

const url = z
  .string({ error: "Give the address that is to receive the events." })
  .trim()
  .superRefine(problem(urlShapeProblem))
  .transform(sentUrl);

const subscriptions = z
  .array(z.string().trim().min(1, "Write an event type, or remove the row.").max(200))
  .min(1, "Choose at least one event type, or write a pattern such as attendee.*")
  .max(200, "That is more than 200 subscriptions: use patterns with *.")
  .transform((list) => [...new Set(list)]);

const header = z
  .strictObject({
    name: z.string().trim().superRefine(problem(headerNameProblem)),
    value: z.string().optional(),
    keep: z.literal(true).optional(),
  })
  .superRefine((row, ctx) => {
    if (row.keep && row.value === undefined) return;
    const message = row.keep
      ? "Send a new value or keep the old one, not both."
      : headerValueProblem(row.value ?? "");
    if (message) ctx.addIssue({ code: "custom", path: ["value"], message });
  });

const headers = z.array(header).max(MAX_HEADERS, `At most ${MAX_HEADERS} headers.`).superRefine(checkList);

/** A name that comes twice is refused at its second row, what is wrong with all of them above the rows. */
function checkList(rows: { name: string; value?: string | undefined }[], ctx: z.RefinementCtx): void {
  const names = rows.map(({ name }) => name.toLowerCase());
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) {
    const message = `${rows[twice]?.name} is already in the list.`;
    ctx.addIssue({ code: "custom", path: [twice, "name"], message });
    return;
  }
  const message = headerListProblem(rows);
  if (message) ctx.addIssue({ code: "custom", message });
}

const targetValue = z
  .string()
  .trim()
  .min(1, "Write a value, or choose the one for none.")
  .max(200, "At most 200 characters.")
  .nullable();

const target = z
  .strictObject({
    field: z.enum(["ticket_type", "attendee_type", "language", "custom"]),
    key: z.string().trim().max(100, "At most 100 characters.").optional(),
    values: z
      .array(targetValue)
      .min(1, "Choose at least one value, or remove the condition.")
      .max(100, "At most 100 values.")
      .transform((values) => [...new Set(values)]),
  })
  .refine((condition) => condition.field !== "custom" || !!condition.key, {
    path: ["key"],
    message: "Name the custom field.",
  })
  // A key that is left over from another field means nothing.
  .transform(({ key, ...rest }) =>
    rest.field === "custom" ? { ...rest, key } : rest,
  ) satisfies z.ZodType<TargetCondition>;

const targets = z.array(target).max(20, "At most 20 conditions.").superRefine(checkTargets);

/** All conditions must hold, so a field that comes twice is refused at its second row: its values belong into one. */
function checkTargets(conditions: TargetCondition[], ctx: z.RefinementCtx): void {
  const names = conditions.map(({ field, key }) => `${field} ${key ?? ""}`);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const message = "This field is in the list already: give it all of its values there.";
    ctx.addIssue({ code: "custom", path: [index, conditions[index]?.key ? "key" : "field"], message });
  }
}

const filter = z
  .string()
  .trim()
  .max(MAX_FILTER_CHARACTERS, `At most ${MAX_FILTER_CHARACTERS} characters.`)
  .nullable()
  .transform((text) => text || null);

const delay = z
  .number({ error: "Give a time to wait." })
  .int("Give whole seconds.")
  .min(MIN_DELAY_SECONDS, "At least 1 second.")
  .max(MAX_DELAY_SECONDS, "At most 7 days.");

const retry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("default") }),
  z.strictObject({ kind: z.literal("standard") }),
  z.strictObject({
    kind: z.literal("custom"),
    delaysSeconds: z.array(delay).max(MAX_CUSTOM_DELAYS, `At most ${MAX_CUSTOM_DELAYS} further tries.`),
  }),
]) satisfies z.ZodType<RetrySchedule>;

const failureRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first") }),
  z.strictObject({
    kind: z.literal("in_a_row"),
    count: z
      .number({ error: "Give a number of jobs." })
      .int("Give a whole number of jobs.")
      .min(2, "At least 2.")
      .max(1000, "At most 1000."),
  }),
  z.strictObject({ kind: z.literal("never") }),
]) satisfies z.ZodType<FailureRule>;

const timeoutMs = z
  .number({ error: "Give a time to wait for the answer." })
  .int("Give whole milliseconds.")
  .min(1000, "At least 1 second.")
  .max(60_000, "At most 60 seconds.");

const rateLimit = z
  .number({ error: "Give a number of requests per second." })
  .int("Give a whole number of requests.")
  .min(1, "At least 1 request per second.")
  .max(1000, "At most 1000 requests per second.");

/** Each setting by itself, without defaults: what a change may hold. */
const fields = {
  name: z
    .string({ error: "Give the webhook a name." })
    .trim()
    .min(1, "Give the webhook a name.")
    .max(100, "At most 100 characters."),
  url,
  method: z.enum(METHODS),
  description: z.string().trim().max(1000, "At most 1000 characters."),
  subscriptions,
  active: z.boolean().optional(),
  contentType: z.enum(CONTENT_TYPES),
  format: z.enum(FORMATS),
  template: z.string().max(MAX_TEMPLATE_CHARACTERS, "At most 16 KB.").nullable(),
  filter,
  targets,
  headers,
  retry,
  failureRule,
  timeoutMs,
  rateLimit: rateLimit.nullable(),
  ordered: z.boolean(),
  lifecycle: z.enum(LIFECYCLES),
};

const settings = z.strictObject({
  ...fields,
  method: fields.method.default("POST"),
  description: fields.description.default(""),
  contentType: fields.contentType.default("application/json"),
  format: fields.format.default("envelope"),
  template: fields.template.default(null),
  filter: fields.filter.default(null),
  targets: fields.targets.default([]),
  headers: fields.headers.default([]),
  retry: fields.retry.default({ kind: "default" }),
  failureRule: fields.failureRule.default({ kind: "first" }),
  timeoutMs: fields.timeoutMs.default(15_000),
  rateLimit: fields.rateLimit.default(null),
  ordered: fields.ordered.default(false),
  lifecycle: fields.lifecycle.default("managed"),
});

/** Rules over several settings at once. */
function refuseContradictions(input: z.output<typeof settings>, ctx: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (input.format === "template" && !input.template?.trim()) {
    refuse("template", "Write the template, or choose another format.");
  }
  if (input.targets.length > 0 && !input.subscriptions.every(isAttendeePattern)) {
    refuse("targets", "Target attendees need a webhook that subscribes to attendee events alone.");
  }
  if (input.lifecycle === "self_provisioned" && input.active === false) {
    refuse("active", "A self-provisioned webhook is always active.");
  }
}

/** Whether a pattern can match attendee events alone. */
export function isAttendeePattern(pattern: string): boolean {
  return pattern.startsWith("attendee.");
}

/** A whole webhook as a person or a program gives it: the one schema of form, server action and REST API. */
export const webhookInput = settings.superRefine(refuseContradictions);
/** What a caller may send: settings with a default may be left out. */
export type WebhookInput = z.input<typeof webhookInput>;
/** What it means: every setting is there. */
export type WebhookSettings = z.output<typeof webhookInput>;

/** Some settings of a webhook, to change those alone. The whole is checked by `webhookInput` after they are put in. */
export const webhookPatch = z
  .strictObject({
    ...fields,
    /** No setting: saved header values are taken along to another host than the one they were given for. */
    keepForNewHost: z.boolean(),
  })
  .partial();
export type WebhookPatch = z.input<typeof webhookPatch>;

/** What the list can be narrowed by. */
const webhookFilter = z.object({
  search: z.string().trim().max(200).optional().catch(undefined),
  status: z.enum(STATUSES).optional().catch(undefined),
});
export type WebhookFilter = z.infer<typeof webhookFilter>;

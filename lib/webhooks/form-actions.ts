"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import { listEventTypes } from "@/lib/catalog";
import { templateProblem } from "@/lib/delivery/message/formats/template";
import { checkUrl, policyFromEnv } from "@/lib/delivery/network/address-guard";
import { checkFilter, describeFilterVariables } from "@/lib/matching/filter";
import { typesCovered } from "./content-checks";
import { previewRequest } from "./preview";
import { previewMatches } from "./preview-matches";
import { previewSample, previewSettings } from "./preview-settings";
import { reach } from "./reach";
import { listTargetValues } from "./target-values";

/** What the form asks while it is filled in. Nothing here changes anything. */

const address = z.strictObject({ url: z.string().trim().max(4_000) });
const patterns = z.array(z.string().max(200)).max(200);
const text = z.string().max(100_000);

/** Whether an address may be used: its shape, and where it leads. */
export const checkWebhookUrl = action("webhooks.write", address, (_ctx, { url }) =>
  checkUrl(url, policyFromEnv()),
);

/** Whether something takes connections at an address. Nothing is sent. */
export const tryWebhookUrl = action("webhooks.write", address, (_ctx, { url }) =>
  reach(url, policyFromEnv()),
);

/** What a filter or a template over the events of these subscriptions can name. */
export const listFilterVariables = action(
  "webhooks.write",
  z.strictObject({ subscriptions: patterns }),
  async (ctx, { subscriptions }) =>
    describeFilterVariables(typesCovered(subscriptions, await listEventTypes(ctx))),
);

/** What is wrong with a filter over the events of these subscriptions, and where. */
export const checkWebhookFilter = action(
  "webhooks.write",
  z.strictObject({ filter: text, subscriptions: patterns }),
  async (ctx, { filter, subscriptions }) =>
    checkFilter(filter, typesCovered(subscriptions, await listEventTypes(ctx))),
);

/** What keeps a template from being read, and where. */
export const checkWebhookTemplate = action(
  "webhooks.write",
  z.strictObject({ template: text }),
  async (_ctx, { template }) => ({ problem: templateProblem(template) }),
);

/** What attendees had of late, to choose target attendees by. */
export const listAttendeeValues = action("webhooks.write", z.strictObject({}), (ctx) =>
  listTargetValues(ctx),
);

/** The request that these settings would send for a sample or a recent event. */
export const previewWebhookRequest = action(
  "webhooks.read",
  z.strictObject({ settings: previewSettings, sample: previewSample }),
  (ctx, { settings, sample }) => previewRequest(ctx, settings, sample),
  { anyText: ["sample.data", "sample.changes"] },
);

/** Which of the latest events these settings would send, and why not the others. */
export const previewWebhookMatches = action(
  "webhooks.read",
  previewSettings.pick({ subscriptions: true, filter: true, targets: true }),
  (ctx, settings) => previewMatches(ctx, settings),
);

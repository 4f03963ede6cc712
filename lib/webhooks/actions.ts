"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import * as mutations from "./mutations";
import { type WebhookPatch, webhookInput } from "./schema";
import * as secrets from "./secrets";

const withId = z.strictObject({ id: z.uuid() });

export const createWebhook = action("webhooks.write", webhookInput, mutations.createWebhook);

// The patch is checked as a part of the whole webhook, so that its faults have the same paths as those of a new one.
const change = withId.extend({ patch: z.record(z.string(), z.unknown()) });
export const updateWebhook = action(
  "webhooks.write",
  change,
  (ctx, { id, patch }) => mutations.updateWebhook(ctx, id, patch as WebhookPatch),
  { form: "patch" },
);

export const setWebhookActive = action(
  "webhooks.write",
  withId.extend({ active: z.boolean() }),
  (ctx, { id, active }) => mutations.setWebhookActive(ctx, id, active),
);

export const deleteWebhook = action("webhooks.write", withId, (ctx, { id }) =>
  mutations.deleteWebhook(ctx, id),
);

export const revealSecret = action("webhooks.secrets", withId, (ctx, { id }) =>
  secrets.revealSecret(ctx, id),
);

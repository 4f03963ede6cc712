"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import * as duplicate from "./duplicate";
import { rotateInput, testEventInput } from "./operation-schema";
import * as replay from "./replay";
import * as rotate from "./rotate";
import * as check from "./signing/check";
import * as testing from "./test-event";

const withId = z.strictObject({ id: z.uuid() });

export const duplicateWebhook = action("webhooks.write", withId, (ctx, { id }) =>
  duplicate.duplicateWebhook(ctx, id),
);

export const checkSignature = action("webhooks.read", check.pastedRequest, check.checkSignature, {
  anyText: ["body"],
});

export const rotateSecret = action(
  "webhooks.secrets",
  withId.extend(rotateInput.shape),
  (ctx, { id, overlapHours }) => rotate.rotateSecret(ctx, id, { overlapHours }),
);

export const sendTestEvent = action(
  "webhooks.write",
  testEventInput,
  (ctx, { id, ...event }) => testing.sendTestEvent(ctx, id, event),
  { anyText: ["data", "changes"] },
);

export const replayMissed = action("jobs.write", withId, (ctx, { id }) => replay.replayMissed(ctx, id));

export const dismissMissed = action("webhooks.write", withId, (ctx, { id }) => replay.dismissMissed(ctx, id));

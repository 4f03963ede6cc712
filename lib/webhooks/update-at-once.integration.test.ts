import { afterAll, describe, expect, it } from "vitest";
import { closeDb, transaction } from "@/db/client";
import { createOrg } from "@/scripts/test/fixtures";
import { outside, untilWaiting } from "@/scripts/test/locks";
import { findWebhookRecord, getWebhook } from "./data";
import { createWebhook, updateWebhook } from "./mutations";
import type { WebhookInput, WebhookPatch } from "./schema";

afterAll(closeDb);

const attendees: WebhookInput = {
  name: "CRM",
  url: "http://127.0.0.1:8999/hook",
  subscriptions: ["attendee.*"],
};
const sponsorsOnly: WebhookPatch = { targets: [{ field: "ticket_type", values: ["Sponsor"] }] };

/** Both have read the webhook before either has written. */
async function saveAtOnce(one: WebhookPatch, other: WebhookPatch) {
  const { ctx } = await createOrg();
  const { id } = await createWebhook(ctx, attendees);
  let saving: Promise<PromiseSettledResult<unknown>[]> | undefined;
  await transaction(async () => {
    await findWebhookRecord(ctx, id, { lock: true });
    saving = Promise.allSettled([one, other].map((patch) => outside(() => updateWebhook(ctx, id, patch))));
    await untilWaiting(2);
  });
  const results = (await saving) ?? [];
  return {
    webhook: await getWebhook(ctx, id),
    saved: results.filter(({ status }) => status === "fulfilled").length,
    refusal: results.find((result) => result.status === "rejected")?.reason,
  };
}

describe("two people who save at once", () => {
  it.each<[string, WebhookPatch, WebhookPatch, string]>([
    ["targets and subscriptions to more than attendees", sponsorsOnly, { subscriptions: ["*"] }, "targets"],
    [
      "a filter on a field and subscriptions that lack it",
      { filter: 'event.data.ticket_type == "Sponsor"' },
      { subscriptions: ["calendar_event.*"] },
      "filter",
    ],
  ])("cannot store %s between them", async (_what, one, other, path) => {
    const { saved, refusal } = await saveAtOnce(one, other);
    expect(saved).toBe(1);
    expect(refusal).toMatchObject({ code: "invalid", faults: [{ path }] });
  });

  it("both get what does not contradict", async () => {
    const { saved, webhook } = await saveAtOnce(sponsorsOnly, { subscriptions: ["attendee.created"] });
    expect(saved).toBe(2);
    expect(webhook).toMatchObject({ ...sponsorsOnly, subscriptions: ["attendee.created"] });
  });
});

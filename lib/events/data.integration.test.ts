import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { addMember, createOrg, type TestOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { getEventDetail } from "./data";
import { newEventId } from "./store";

afterAll(closeDb);

let org: TestOrg;
let ids: Record<"crm" | "sponsors" | "users" | "off", string>;
const later = () => new Date(Date.now() + 3_600_000);
const before = new Date("2026-01-01T00:00:00Z");

beforeAll(async () => {
  org = await createOrg();
  const old = { createdAt: before, updatedAt: before, statusChangedAt: before };
  ids = {
    crm: await insertWebhook(org.ctx, { ...old, name: "CRM" }),
    sponsors: await insertWebhook(org.ctx, {
      ...old,
      name: "Sponsors",
      subscriptions: ["attendee.*"],
      targets: [{ field: "ticket_type", values: ["Sponsor"] }],
    }),
    users: await insertWebhook(org.ctx, { ...old, name: "Users", subscriptions: ["user.*"] }),
    off: await insertWebhook(org.ctx, { ...old, name: "Off", status: "inactive" }),
  };
});

async function insertEvent(values: Partial<typeof events.$inferInsert> = {}): Promise<string> {
  const id = newEventId();
  const data = { ticket_type: "Visitor" };
  await transaction((tx) =>
    tx
      .insert(events)
      .values({ id, orgId: org.orgId, type: "attendee.created", data, occurredAt: before, ...values }),
  );
  return id;
}

describe("an event's page", () => {
  test("tells where it went, and of every other webhook why not", async () => {
    const eventId = newEventId();
    await insertJob(org.ctx, { number: 1, webhookId: ids.crm, eventId, status: "succeeded" });
    const detail = await getEventDetail(org.ctx, eventId, later());
    expect(detail).toMatchObject({ type: "attendee.created", dataText: '{"b":1,"a":2}', isTest: false });
    expect(detail.jobs.map(({ number, webhook }) => [number, webhook.name])).toEqual([[1, "CRM"]]);
    expect(detail.passed.map(({ name, why }) => [name, why])).toEqual([
      ["Off", "The webhook was inactive then."],
      ["Sponsors", expect.stringMatching(/wants “Sponsor”/)],
      ["Users", "Not subscribed to attendee.created."],
    ]);
  });

  test("a test event is about its own webhook alone", async () => {
    const detail = await getEventDetail(org.ctx, await insertEvent({ testWebhookId: ids.crm }));
    expect(detail).toMatchObject({ isTest: true, passed: [] });
  });

  test("is open to viewers, and not found by other organisations", async () => {
    const id = await insertEvent();
    const [{ ctx: viewer }, stranger] = await Promise.all([addMember(org.orgId, "viewer"), createOrg()]);
    expect((await getEventDetail(viewer, id)).id).toBe(id);
    await expect(getEventDetail(stranger.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getEventDetail(org.ctx, "nonsense")).rejects.toMatchObject({ code: "not_found" });
  });
});

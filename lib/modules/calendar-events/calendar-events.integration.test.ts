import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/db/client";
import { calendarEvents, events, webhooks } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { findWebhook } from "@/lib/webhooks/data";
import { deleteWebhook } from "@/lib/webhooks/mutations";
import { listUses } from "@/lib/webhooks/uses";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { outside, untilWaiting } from "@/scripts/test/locks";
import { insertWebhook } from "@/scripts/test/rows";
import { getCalendarEvent, listCalendarEvents, listRegistrations } from "./data";
import {
  createCalendarEvent,
  deleteCalendarEvent,
  registerMember,
  unregisterMember,
  updateCalendarEvent,
} from "./mutations";
import { type CalendarEventInput, calendarEventInput, slugOf } from "./schema";

afterAll(closeDb);

const input = (values: Partial<CalendarEventInput> = {}): CalendarEventInput => ({
  title: "Spring meetup",
  slug: "spring-meetup",
  startsAt: "2026-05-04T18:00:00Z",
  ...values,
});
const ada = {
  email: "Ada@example.org",
  firstName: "Ada",
  lastName: "Lovelace",
  profileFields: { company: { label: "Company", value: "Analytical Engines" } },
};
const emitted = ({ orgId }: Ctx) =>
  db().select().from(events).where(eq(events.orgId, orgId)).orderBy(events.id);

describe("calendar events", () => {
  it("are created, changed, listed and deleted, and it is written down who did it", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx, { name: "CRM" });
    const made = await createCalendarEvent(ctx, input({ dataEndpointId: webhookId, customMetadata: "a=b" }));
    expect(made).toMatchObject({
      title: "Spring meetup",
      startsAt: "2026-05-04T18:00:00.000Z",
      customMetadata: "a=b",
      dataEndpoint: { id: webhookId, name: "CRM" },
      registrations: 0,
    });
    const later = await createCalendarEvent(
      ctx,
      input({ slug: "later", startsAt: "2026-06-01T18:00:00+02:00" }),
    );
    await registerMember(ctx, made.id, ada);
    expect((await listCalendarEvents(ctx)).map(({ id, registrations }) => [id, registrations])).toEqual([
      [later.id, 0],
      [made.id, 1],
    ]);
    expect(await updateCalendarEvent(ctx, made.id, input({ title: "Renamed" }))).toMatchObject({
      title: "Renamed",
      dataEndpoint: null,
      customMetadata: null,
    });
    const [audit] = await listAudit(ctx, { kind: "calendar_event", id: made.id });
    expect(audit?.changes).toEqual({
      title: ["Spring meetup", "Renamed"],
      customMetadata: ["a=b", null],
      dataEndpointId: [webhookId, null],
    });
    await deleteCalendarEvent(ctx, made.id);
    await expect(getCalendarEvent(ctx, made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(listRegistrations(ctx, made.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("have a slug of their own, and a data endpoint that is there", async () => {
    const { ctx } = await createOrg();
    const other = await createOrg();
    const theirs = await insertWebhook(other.ctx);
    await createCalendarEvent(ctx, input());
    await expect(createCalendarEvent(ctx, input())).rejects.toMatchObject({ faults: [{ path: "slug" }] });
    await createCalendarEvent(other.ctx, input());
    for (const dataEndpointId of [randomUUID(), theirs]) {
      const attempt = createCalendarEvent(ctx, input({ slug: "b", dataEndpointId }));
      await expect(attempt).rejects.toMatchObject({ code: "invalid", faults: [{ path: "dataEndpointId" }] });
    }
    expect(calendarEventInput.safeParse(input({ slug: "Not a slug" })).success).toBe(false);
    expect(slugOf("Frühlings-Treffen: 2026!")).toBe("fruhlings-treffen-2026");
  });
});

describe("registrations", () => {
  it("tell what Tightknit's page says, to the data endpoint, with the row", async () => {
    const { ctx, orgId } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const event = await createCalendarEvent(
      ctx,
      input({ dataEndpointId: webhookId, customMetadata: "spring" }),
    );
    const { memberId, eventId } = await registerMember(ctx, event.id, { ...ada, channelId: "C061EG9SL" });
    await unregisterMember(ctx, event.id, memberId);
    const [registered, unregistered] = await emitted(ctx);
    expect(registered).toMatchObject({
      id: eventId,
      type: "calendar_event.user_registered",
      dataEndpointId: webhookId,
    });
    expect(registered?.data).toEqual({
      version: "1.0",
      action: "calendar_event.user_registered",
      status: "registered",
      date: expect.stringMatching(/Z$/),
      custom_metadata: "spring",
      event: { id: event.id, title: "Spring meetup", slug: "spring-meetup" },
      source: { slack_workspace_id: orgId, slack_channel_id: "C061EG9SL" },
      user: {
        id: memberId,
        first_name: "Ada",
        last_name: "Lovelace",
        real_name: "Ada Lovelace",
        display_name: "Ada",
        email: "Ada@example.org",
        profile_fields: { company: { label: "Company", value: "Analytical Engines" } },
      },
    });
    expect(unregistered?.type).toBe("calendar_event.user_unregistered");
    expect(unregistered?.data).toMatchObject({ status: "unregistered", user: { id: memberId } });
    expect(await listRegistrations(ctx, event.id)).toEqual([]);
  });

  it("are there once for each member, and tell nothing when they are refused", async () => {
    const { ctx } = await createOrg();
    const event = await createCalendarEvent(ctx, input());
    const settled = await Promise.allSettled(
      ["ada@example.org", "ADA@example.org", "ada@example.org"].map((email) =>
        registerMember(ctx, event.id, { ...ada, email }),
      ),
    );
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(unregisterMember(ctx, event.id, "mem_none")).rejects.toMatchObject({ code: "not_found" });
    expect(await emitted(ctx)).toHaveLength(1);
    const before = await listRegistrations(ctx, event.id);
    await expect(
      transaction(async () => {
        await unregisterMember(ctx, event.id, before[0]?.memberId ?? "");
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await listRegistrations(ctx, event.id)).toEqual(before);
    expect(await emitted(ctx)).toHaveLength(1);
  });
});

describe("a webhook that is a data endpoint", () => {
  it("can't be deleted while it is named, and its uses are told", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const event = await createCalendarEvent(ctx, input({ dataEndpointId: webhookId }));
    const use = {
      module: "Calendar Events",
      record: event.id,
      label: "Spring meetup",
      href: `/modules/calendar-events/${event.id}`,
    };
    expect(await listUses(ctx, webhookId)).toEqual([use]);
    await expect(deleteWebhook(ctx, webhookId)).rejects.toMatchObject({
      code: "conflict",
      details: { uses: [use] },
    });
    expect(await findWebhook(ctx, webhookId)).not.toBeNull();
    await updateCalendarEvent(ctx, event.id, input());
    await deleteWebhook(ctx, webhookId);
    expect(await findWebhook(ctx, webhookId)).toBeNull();
  });

  it("is either deleted or named when both happen at once", async () => {
    const { ctx } = await createOrg();
    const event = await createCalendarEvent(ctx, input());
    for (let round = 0; round < 20; round++) {
      const webhookId = await insertWebhook(ctx);
      const [deleted, named] = await Promise.allSettled([
        deleteWebhook(ctx, webhookId),
        updateCalendarEvent(ctx, event.id, input({ dataEndpointId: webhookId })),
      ]);
      const ok = [deleted.status, named.status].filter((status) => status === "fulfilled");
      expect(ok).toHaveLength(1);
      if (named.status === "rejected") {
        expect(named.reason).toMatchObject({ code: "invalid", faults: [{ path: "dataEndpointId" }] });
      }
      if (deleted.status === "rejected") {
        expect(deleted.reason).toMatchObject({ code: "conflict", details: { uses: [{ record: event.id }] } });
      }
      await updateCalendarEvent(ctx, event.id, input());
    }
  });

  it("waits for one who is about to name it", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const event = await createCalendarEvent(ctx, input());
    let deleting: Promise<unknown> | undefined;
    await transaction(async () => {
      await updateCalendarEvent(ctx, event.id, input({ dataEndpointId: webhookId }));
      deleting = outside(() => deleteWebhook(ctx, webhookId).catch((error) => error));
      await untilWaiting(1);
    });
    expect(await deleting).toMatchObject({ code: "conflict", details: { uses: [{ record: event.id }] } });
  });
});

describe("another organisation", () => {
  it("sees and changes nothing", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const webhookId = await insertWebhook(theirs.ctx);
    const event = await createCalendarEvent(theirs.ctx, input({ dataEndpointId: webhookId }));
    const { memberId } = await registerMember(theirs.ctx, event.id, ada);
    const missing = { code: "not_found" };
    expect(await listCalendarEvents(mine.ctx)).toEqual([]);
    await expect(listRegistrations(mine.ctx, event.id)).rejects.toMatchObject(missing);
    await expect(listUses(mine.ctx, webhookId)).rejects.toMatchObject(missing);
    await expect(getCalendarEvent(mine.ctx, event.id)).rejects.toMatchObject(missing);
    await expect(updateCalendarEvent(mine.ctx, event.id, input())).rejects.toMatchObject(missing);
    await expect(deleteCalendarEvent(mine.ctx, event.id)).rejects.toMatchObject(missing);
    await expect(registerMember(mine.ctx, event.id, ada)).rejects.toMatchObject(missing);
    await expect(unregisterMember(mine.ctx, event.id, memberId)).rejects.toMatchObject(missing);
    await expect(getCalendarEvent(mine.ctx, "nonsense")).rejects.toMatchObject(missing);
    expect(await listRegistrations(theirs.ctx, event.id)).toHaveLength(1);
    const viewer = await addMember(theirs.orgId, "viewer");
    await expect(registerMember(viewer.ctx, event.id, ada)).rejects.toMatchObject({ code: "forbidden" });
    const [row] = await db()
      .select()
      .from(calendarEvents)
      .innerJoin(webhooks, and(eq(webhooks.id, calendarEvents.dataEndpointId)))
      .where(eq(calendarEvents.id, event.id));
    expect(row?.webhooks.id).toBe(webhookId);
  });
});

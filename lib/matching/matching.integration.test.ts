import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { listJobs } from "@/lib/jobs/data";
import {
  createCalendarEvent,
  deleteCalendarEvent,
  registerMember,
} from "@/lib/modules/calendar-events/mutations";
import { findWebhook } from "@/lib/webhooks/data";
import { createWebhook } from "@/lib/webhooks/mutations";
import type { WebhookInput } from "@/lib/webhooks/schema";
import { startDelivering } from "@/scripts/test/delivering";
import { createOrg } from "@/scripts/test/fixtures";
import { type Receiver, startReceiver, status } from "@/scripts/test/receiver";

const attendee = (id: string, ticketType: string | null, language = "en") => ({
  type: "attendee.created",
  data: {
    id,
    first_name: "Grace",
    last_name: "Hopper",
    email: "grace@example.org",
    ticket_type: ticketType,
    attendee_type: "Speaker",
    language,
    created_at: "2026-04-02T08:15:00Z",
    updated_at: "2026-04-02T08:15:00Z",
  },
});

let delivering: { stop: () => Promise<void> };
const receivers: Receiver[] = [];

beforeAll(async () => {
  delivering = await startDelivering();
});

afterAll(async () => {
  await delivering.stop();
  await Promise.all(receivers.map((receiver) => receiver.close()));
});

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  receivers.push(started);
  return started;
}

const make = (ctx: Ctx, url: string, values: Partial<WebhookInput> = {}) =>
  createWebhook(ctx, { name: "Hook", url, subscriptions: ["attendee.*"], active: true, ...values });
const idsOf = ({ requests }: Receiver) =>
  requests.map(({ body }) => JSON.parse(body).data.id as string).sort();

describe("a webhook gets", () => {
  it("the events that its target attendees and its filter let through", async () => {
    const { ctx } = await createOrg();
    const [sponsors, guests, german, broken, witness] = await Promise.all(
      Array.from({ length: 5 }, () => receiver()),
    );
    const targets = (...values: (string | null)[]) => ({
      targets: [{ field: "ticket_type" as const, values }],
    });
    await make(ctx, (sponsors as Receiver).url, targets("Sponsor"));
    await make(ctx, (guests as Receiver).url, targets(null, "Guest"));
    await make(ctx, (german as Receiver).url, {
      ...targets("Sponsor", null),
      filter: 'event.data.language == "de"',
    });
    await make(ctx, (broken as Receiver).url, { filter: "event.changes.ticket_type[0] == null" });
    await make(ctx, (witness as Receiver).url);
    await acceptEvents(ctx, [
      attendee("a", "Sponsor"),
      attendee("b", "Visitor", "de"),
      attendee("c", null),
      attendee("d", "Sponsor", "de"),
      attendee("e", "Guest"),
    ]);
    await (witness as Receiver).waitFor(5);
    await vi.waitFor(
      async () => {
        const { jobs } = await listJobs(ctx, { limit: 50 });
        expect(jobs).toHaveLength(10);
        expect(jobs.every((job) => job.status === "succeeded")).toBe(true);
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(idsOf(sponsors as Receiver)).toEqual(["a", "d"]);
    expect(idsOf(guests as Receiver)).toEqual(["c", "e"]);
    expect(idsOf(german as Receiver)).toEqual(["d"]);
    expect((broken as Receiver).requests).toEqual([]);
  });

  it("the registrations of a record that names it, whatever it subscribes to", async () => {
    const { ctx } = await createOrg();
    const [endpoint, subscriber] = [await receiver(), await receiver()];
    const { id } = await make(ctx, endpoint.url, { filter: "false" });
    await make(ctx, subscriber.url, { subscriptions: ["calendar_event.*"] });
    const event = await createCalendarEvent(ctx, {
      title: "Spring meetup",
      slug: "spring-meetup",
      startsAt: "2026-05-04T18:00:00Z",
      dataEndpointId: id,
    });
    const member = { email: "ada@example.org", firstName: "Ada", lastName: "Lovelace" };
    await registerMember(ctx, event.id, member);
    const [direct] = await endpoint.waitFor(1);
    await subscriber.waitFor(1);
    expect(JSON.parse(direct?.body ?? "")).toMatchObject({
      kind: "calendar_event.user_registered",
      data: { status: "registered", event: { id: event.id }, user: { email: member.email } },
    });
  });
});

describe("a self-provisioned webhook that fails", () => {
  const wild = {
    lifecycle: "self_provisioned" as const,
    active: undefined,
    retry: { kind: "custom" as const, delaysSeconds: [] },
  };

  it("is disabled while a module uses it, and deleted once none does", async () => {
    const { ctx } = await createOrg();
    const to = await receiver(status(500));
    const used = await make(ctx, to.url, wild);
    const event = await createCalendarEvent(ctx, {
      title: "Spring meetup",
      slug: "spring-meetup",
      startsAt: "2026-05-04T18:00:00Z",
      dataEndpointId: used.id,
    });
    await acceptEvents(ctx, attendee("a", null));
    await vi.waitFor(
      async () => expect(await findWebhook(ctx, used.id)).toMatchObject({ status: "disabled" }),
      {
        timeout: 15_000,
      },
    );
    await deleteCalendarEvent(ctx, event.id);
    const free = await make(ctx, to.url, wild);
    await acceptEvents(ctx, attendee("b", null));
    await vi.waitFor(async () => expect(await findWebhook(ctx, free.id)).toBeNull(), { timeout: 15_000 });
    expect(await findWebhook(ctx, used.id)).not.toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { startDelivering } from "@/scripts/test/delivering";
import { typed } from "@/scripts/test/delivery-fixtures";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { type Receiver, startReceiver, status } from "@/scripts/test/receiver";
import { findWebhook } from "./data";
import { createWebhook } from "./mutations";
import { previewRequest, UNSAVED_ID, UNSIGNED } from "./preview";
import { previewMatches } from "./preview-matches";
import { type PreviewInput, previewSettings } from "./preview-settings";
import { rotateSecret } from "./rotate";
import type { WebhookInput } from "./schema";
import { getTestResult, sendTestEvent } from "./test-event";

const attendee = (values: Record<string, unknown> = {}) => ({
  type: "attendee.updated",
  // Spaces, order and escapes of the platform's own JSON have to come through untouched.
  data: {
    language: "en",
    id: "a1",
    first_name: 'Gräce \u2028 "quoted"',
    last_name: "Hopper",
    email: "grace@example.org",
    ticket_type: "Sponsor",
    attendee_type: "Speaker",
    created_at: "2026-04-02T08:15:00Z",
    updated_at: "2026-04-02T08:15:00Z",
    ...values,
  },
  changes: { ticket_type: [null, "Sponsor"] },
});

let delivering: { stop: () => Promise<void> };
let receiver: Receiver;

beforeAll(async () => {
  delivering = await startDelivering();
  receiver = await startReceiver();
});

afterAll(async () => {
  await delivering.stop();
  await receiver.close();
});

const settingsOf = (values: PreviewInput) => previewSettings.parse(values);
const make = (ctx: Ctx, values: Partial<WebhookInput> = {}) =>
  createWebhook(ctx, {
    name: "CRM",
    url: receiver.url,
    subscriptions: ["attendee.*"],
    active: true,
    ...values,
  });

describe("previewRequest", () => {
  const json = { contentType: "application/json" } as const;
  const form = { contentType: "application/x-www-form-urlencoded" } as const;
  it.each<Partial<WebhookInput>>([
    { format: "envelope", ...json, method: "PUT" },
    { format: "envelope", ...form },
    { format: "data", ...json },
    { format: "slack", ...json },
    { format: "teams", ...form },
    { format: "webex", ...json },
    {
      format: "template",
      ...json,
      template: '{"who": {{ event.data.first_name | json }}, "id": "{{ event.id }}"}',
    },
    { format: "template", ...form, template: "Hello {{ event.data.first_name }}" },
  ])("is what is sent, byte for byte: %j", async (values) => {
    const { ctx } = await createOrg();
    const headers = [
      { name: "X-Key", value: "s3cret" },
      { name: "Authorization", value: "Bearer abc" },
    ];
    const webhook = await make(ctx, { ...values, headers });
    await rotateSecret(ctx, webhook.id, { overlapHours: 1 });
    const before = receiver.requests.length;
    const { ids } = await acceptEvents(ctx, attendee());
    const sent = (await receiver.waitFor(before + 1))[before];
    const settings = settingsOf({
      ...values,
      id: webhook.id,
      name: "CRM",
      url: receiver.url,
      headers: headers.map(({ name }) => ({ name, keep: true as const })),
    });
    const at = new Date(Number(sent?.headers["webhook-timestamp"]) * 1000);
    const preview = await previewRequest(ctx, settings, { eventId: ids[0] as string }, at);
    expect(preview.body).toBe(sent?.body);
    expect(preview.method).toBe(sent?.method);
    expect(preview.url).toBe(receiver.url);
    expect(preview.contentType).toBe(sent?.headers["content-type"]);
    expect(preview.headers.map(([name]) => name)).toEqual([
      ...["content-type", "user-agent", "webhook-id", "webhook-timestamp", "webhook-signature"],
      ...["X-Key", "Authorization"],
    ]);
    for (const [name, value] of preview.headers.slice(0, 5))
      expect([name, sent?.headers[name]]).toEqual([name, value]);
    expect(preview.headers.find(([name]) => name === "webhook-signature")?.[1].split(" ")).toHaveLength(2);
    expect(JSON.stringify(preview)).not.toMatch(/s3cret|Bearer/);
    expect(preview).not.toHaveProperty("placeholderNote");
  });

  it("shows a webhook that is not saved, and values that are not right yet", async () => {
    const { ctx } = await createOrg();
    const settings = settingsOf({
      url: "not yet",
      headers: [
        { name: "", value: "x" },
        { name: "X-Bad Name", value: "y" },
      ],
    });
    const preview = await previewRequest(ctx, settings, { type: "attendee.created" });
    expect(preview).toMatchObject({
      url: "not yet",
      placeholderNote: expect.stringMatching(/id and its signing secret when it is saved.*webhook_id/),
    });
    expect(preview.headers.at(-1)?.[0]).toBe("X-Bad Name");
    expect(Object.fromEntries(preview.headers)["webhook-signature"]).toBe(UNSIGNED);
    expect(JSON.parse(preview.body)).toMatchObject({ webhook_id: UNSAVED_ID, kind: "attendee.created" });
    const made = await previewRequest(ctx, settingsOf({ format: "data" }), {
      type: "own.thing",
      data: '{ "a": 1.0 }',
    });
    expect(made.body).toBe('{ "a": 1.0 }');
  });

  it("shows what changed in a sample of an update, in every format", async () => {
    const { ctx } = await createOrg();
    const sample = { type: "attendee.updated" };
    const bodyOf = async (values: PreviewInput) =>
      (await previewRequest(ctx, settingsOf(values), sample)).body;
    expect(JSON.parse(await bodyOf({})).data.changes).toMatchObject({ ticket_type: ["Visitor", "Sponsor"] });
    for (const format of ["slack", "teams", "webex"] as const) {
      expect(await bodyOf({ format }), format).toContain("Visitor → Sponsor");
    }
    const template = '{"was": {{ event.changes.ticket_type[0] | json }}}';
    expect(await bodyOf({ format: "template", template })).toBe('{"was": "Visitor"}');
    const created = await previewRequest(ctx, settingsOf({}), { type: "attendee.created" });
    expect(JSON.parse(created.body).data).not.toHaveProperty("changes");
  });

  it("says why there is no body", async () => {
    const { ctx } = await createOrg();
    const settings = settingsOf({ format: "template", template: "no json" });
    const preview = await previewRequest(ctx, settings, { type: "attendee.created" });
    expect(preview).toMatchObject({ body: "", problem: expect.stringContaining("not valid JSON") });
    const loop = "{% for a in (1..100000) %}{% for b in (1..100000) %}{% endfor %}{% endfor %}";
    const endless = await previewRequest(ctx, { ...settings, template: loop }, { type: "attendee.created" });
    expect(endless.problem).toMatch(/^The template/);
    await expect(previewRequest(ctx, settings, { type: "own.nothing" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("shows no signature to those who see no secrets", async () => {
    const { ctx, orgId } = await createOrg();
    const { id } = await make(ctx);
    const viewer = await addMember(orgId, "viewer");
    const preview = await previewRequest(viewer.ctx, settingsOf({ id }), { type: "attendee.created" });
    expect(preview.placeholderNote).toContain("viewer");
    expect(JSON.stringify(preview.headers)).toContain(UNSIGNED);
  });

  it("finds nothing of another organisation", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id } = await make(theirs.ctx);
    const { ids } = await acceptEvents(theirs.ctx, attendee());
    const missing = { code: "not_found" };
    await expect(
      previewRequest(mine.ctx, settingsOf({ id }), { type: "attendee.created" }),
    ).rejects.toMatchObject(missing);
    await expect(
      previewRequest(mine.ctx, settingsOf({}), { eventId: ids[0] as string }),
    ).rejects.toMatchObject(missing);
  });
});

describe("previewMatches", () => {
  it("says which recent events match, and which value decided", async () => {
    const [{ ctx }, other] = [await createOrg(), await createOrg()];
    await acceptEvents(other.ctx, attendee());
    const hook = await make(ctx, { subscriptions: ["calendar_event.*"] });
    await acceptEvents(ctx, [attendee(), attendee({ ticket_type: "Visitor" }), attendee({ language: "de" })]);
    await sendTestEvent(ctx, hook.id, typed(attendee()));
    const preview = await previewMatches(ctx, {
      subscriptions: ["attendee.*"],
      targets: [{ field: "ticket_type", values: ["Sponsor"] }],
      filter: 'event.data.language == "en" && event.data.id != ""',
    });
    expect(preview).toMatchObject({ matched: 1, filterProblem: null });
    expect(preview.events).toMatchObject([
      {
        matches: false,
        why: "The filter is false.",
        targets: [{ value: "Sponsor", matches: true }],
        filter: {
          expression: 'event.data.language == "en"',
          values: [{ path: "event.data.language", value: '"de"' }],
        },
      },
      {
        matches: false,
        why: expect.stringContaining("“Visitor”"),
        targets: [{ value: "Visitor" }],
        filter: null,
      },
      { matches: true, why: null },
    ]);
  });

  it("shows the events subscribed to alone, at most 50, and what is wrong with the filter", async () => {
    const { ctx } = await createOrg();
    await acceptEvents(
      ctx,
      Array.from({ length: 60 }, (_, i) => attendee({ id: `a${i}` })),
    );
    const look = (subscriptions: string[], filter: string | null = null) =>
      previewMatches(ctx, { subscriptions, filter, targets: [] });
    const all = await look(["*"]);
    expect(all.events).toHaveLength(50);
    expect(all.matched).toBe(50);
    expect((await look(["calendar_event.*", "attendee.created"])).events).toEqual([]);
    expect((await look(["attendee.updated"])).events).toHaveLength(50);
    expect((await look([])).events).toEqual([]);
    expect(await look(["attendee.*"], "event.data.")).toMatchObject({
      matched: 0,
      filterProblem: { message: "The filter ends too early.", position: { line: 1 } },
    });
  });
});

describe("a test event", () => {
  const done = async (ctx: Ctx, eventId: string) =>
    vi.waitFor(
      async () => {
        const { job } = await getTestResult(ctx, eventId);
        expect(["succeeded", "failed"]).toContain(job?.status);
        return job;
      },
      { timeout: 15_000, interval: 50 },
    );

  it("goes to its webhook alone, whatever that asked for, and is marked", async () => {
    const { ctx } = await createOrg();
    const before = receiver.requests.length;
    await make(ctx, { subscriptions: ["*"] });
    const quiet = await make(ctx, { subscriptions: ["calendar_event.*"], active: false, filter: "false" });
    const { eventId } = await sendTestEvent(ctx, quiet.id, typed(attendee()));
    const job = await done(ctx, eventId);
    expect(job).toMatchObject({
      status: "succeeded",
      isTest: true,
      webhook: { id: quiet.id },
      attemptCount: 1,
    });
    expect(job?.attempts[0]?.responseStatus).toBe(200);
    expect(receiver.requests).toHaveLength(before + 1);
  });

  it("carries its changes", async () => {
    const { ctx } = await createOrg();
    const webhook = await make(ctx);
    const { eventId } = await sendTestEvent(ctx, webhook.id, typed(attendee()));
    const job = await done(ctx, eventId);
    expect(JSON.parse(job?.attempts[0]?.requestBody ?? "").data.changes).toEqual(attendee().changes);
  });

  it("is tried once, and its failure disables nothing", async () => {
    const { ctx } = await createOrg();
    const broken = await startReceiver(status(500));
    const webhook = await make(ctx, { url: broken.url });
    const { eventId } = await sendTestEvent(ctx, webhook.id, typed(attendee()));
    expect(await done(ctx, eventId)).toMatchObject({ status: "failed", attemptCount: 1 });
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "active" });
    await broken.close();
  });

  it("is checked against its type's schema", async () => {
    const { ctx } = await createOrg();
    const { id } = await make(ctx);
    const faultsOf = (type: string, data: Record<string, unknown>) =>
      sendTestEvent(ctx, id, typed({ type, data })).catch((error) =>
        error.faults.map((f: { path: string }) => f.path),
      );
    expect(await faultsOf("attendee.updated", { ...attendee().data, email: 5 })).toEqual(["data.email"]);
    expect(await faultsOf("attendee.nothing", {})).toEqual(["type"]);
    expect(await faultsOf("attendee.updated", { big: "x".repeat(300_000) })).toEqual(["data"]);
  });

  it("is refused to viewers and other organisations", async () => {
    const [mine, theirs] = [await createOrg(), await createOrg()];
    const { id } = await make(theirs.ctx, { subscriptions: ["calendar_event.*"] });
    const viewer = await addMember(theirs.orgId, "viewer");
    await expect(sendTestEvent(viewer.ctx, id, typed(attendee()))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(sendTestEvent(mine.ctx, id, typed(attendee()))).rejects.toMatchObject({ code: "not_found" });
    const { eventId } = await sendTestEvent(theirs.ctx, id, typed(attendee()));
    await expect(getTestResult(mine.ctx, eventId)).rejects.toMatchObject({ code: "not_found" });
    const { ids } = await acceptEvents(theirs.ctx, attendee());
    await expect(getTestResult(theirs.ctx, ids[0] as string)).rejects.toMatchObject({ code: "not_found" });
    await done(theirs.ctx, eventId);
  });
});

import { type Receiver, startReceiver } from "../scripts/test/receiver";
import { attendee, callApi } from "./support/api";
import { CalendarEvents } from "./support/calendar-events";
import { openOwn } from "./support/members";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";

// These tests have an event type to themselves: all tests share the demo organisation.
type Settings = Record<string, unknown>;

async function create(url: string, settings: Settings = {}, key?: string) {
  const name = `Lifecycle ${Math.random().toString(36).slice(2, 8)}`;
  const once = { retry: { kind: "custom", delays_seconds: [] } };
  const input = {
    name,
    url,
    subscriptions: ["attendee.deleted"],
    active: true,
    ...once,
    ...settings,
  };
  const { status, body } = await callApi("POST", "/webhooks", { body: input, ...(key && { key }) });
  expect(status, JSON.stringify(body)).toBe(201);
  return body as { id: string; name: string; status: string };
}

const read = (id: string, key?: string) => callApi("GET", `/webhooks/${id}`, key ? { key } : {});
const emit = (key?: string) => callApi("POST", "/events", { body: attendee("deleted"), ...(key && { key }) });

/** What a receiver was told of a webhook, by event type, in the order of the types. */
const toldOf = ({ requests }: Receiver, id: string) =>
  requests
    .map(({ body }) => JSON.parse(body))
    .filter(({ data }) => data.id === id)
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));

test.describe("what becomes of a webhook that fails", () => {
  test("managed: disabled with the reason, activated again, and gets events anew", async ({
    console: page,
    receiver,
  }) => {
    receiver.answer((_request, response) => response.writeHead(500).end());
    const { id, name } = await create(receiver.url, { retry: { kind: "custom", delays_seconds: [1] } });
    await emit();
    await expect.poll(async () => (await read(id)).body.status, { timeout: 20_000 }).toBe("disabled");
    expect(receiver.requests).toHaveLength(2);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    await page.goto(`/developers/webhooks/${id}`);
    await expect(page.getByText(/failed all 2 tries: the endpoint answered 500/).first()).toBeVisible();

    await emit();
    receiver.answer((_request, response) => response.end("ok"));
    expect((await callApi("POST", `/webhooks/${id}/activate`)).body).toMatchObject({
      name,
      status: "active",
    });
    await emit();
    await receiver.waitFor(3);
    // The event whose job failed, and the one that came while it was off.
    const { body: missed } = await callApi("GET", `/webhooks/${id}/missed`);
    expect(missed.count).toBeGreaterThanOrEqual(2);
    const { status, body: replay } = await callApi("POST", `/webhooks/${id}/replay`);
    expect([status, replay]).toEqual([202, { replayed: missed.count, more: false }]);
    await receiver.waitFor(3 + missed.count);
    expect((await callApi("GET", `/webhooks/${id}/missed`)).body).toEqual({
      since: null,
      count: 0,
      more: false,
    });
  });

  test("self-provisioned: deleted, and its job keeps its name", async ({ receiver }) => {
    receiver.answer((_request, response) => response.writeHead(500).end());
    const { id, name } = await create(receiver.url, { lifecycle: "self_provisioned" });
    await emit();
    await expect.poll(async () => (await read(id)).status, { timeout: 20_000 }).toBe(404);
    const { body } = await callApi("GET", `/jobs?webhook_id=${id}`);
    expect(body.jobs).toMatchObject([{ status: "failed", webhook_name: name }]);
  });

  test("self-provisioned but used by a module: disabled instead, and the module keeps it", async ({
    browser,
    receiver,
  }) => {
    receiver.answer((_request, response) => response.writeHead(500).end());
    const { page, key } = await openOwn(browser);
    const { id, name } = await create(receiver.url, { lifecycle: "self_provisioned" }, key);
    const title = unique("Meetup");
    const calendar = new CalendarEvents(page);
    await calendar.create({ title, endpoint: name });
    await emit(key);
    await expect.poll(async () => (await read(id, key)).body.status, { timeout: 20_000 }).toBe("disabled");
    await page.goto(`/developers/webhooks/${id}`);
    await expect(page.getByText(/failed its only try: the endpoint answered 500/).first()).toBeVisible();
    await page.goto(`/developers/webhooks/${id}/used-by`);
    await expect(page.getByRole("link", { name: title })).toBeVisible();
    await page.context().close();
  });

  test("says so in events, which are delivered to a webhook that asked for them", async ({
    browser,
    receiver: failing,
  }) => {
    failing.answer((_request, response) => response.writeHead(500).end());
    const { page, key } = await openOwn(browser);
    await page.context().close();
    const observer = await startReceiver();
    try {
      await create(observer.url, { subscriptions: ["webhook.*"] }, key);
      const managed = await create(failing.url, {}, key);
      const provisioned = await create(failing.url, { lifecycle: "self_provisioned" }, key);
      await emit(key);
      const end = (webhook: { id: string; name: string }, status: string) => ({
        object: "webhook",
        data: {
          id: webhook.id,
          name: webhook.name,
          url: failing.url,
          status,
          reason: expect.stringMatching(/^Job \d+ failed its only try: the endpoint answered 500\.$/),
          job_number: expect.any(Number),
        },
      });
      const kinds = ["webhook.deactivated", "webhook.deleted", "webhook.errored"];
      const ends = (id: string) => toldOf(observer, id).filter(({ kind }) => kinds.includes(kind));
      await expect.poll(() => ends(managed.id).length, { timeout: 20_000 }).toBe(2);
      await expect.poll(() => ends(provisioned.id).length, { timeout: 20_000 }).toBe(2);
      expect(ends(managed.id)).toMatchObject([
        { kind: "webhook.deactivated", ...end(managed, "disabled") },
        { kind: "webhook.errored", ...end(managed, "disabled") },
      ]);
      expect(ends(provisioned.id)).toMatchObject([
        { kind: "webhook.deleted", ...end(provisioned, "deleted") },
        { kind: "webhook.errored", ...end(provisioned, "deleted") },
      ]);
    } finally {
      await observer.close();
    }
  });

  test("after two failed jobs in a row, and never", async ({ receiver }) => {
    receiver.answer((_request, response) => response.writeHead(500).end());
    const second = await create(receiver.url, {
      failure_rule: { kind: "in_a_row", count: 2 },
      ordered: true,
    });
    const never = await create(receiver.url, { failure_rule: { kind: "never" } });
    await emit();
    await receiver.waitFor(2);
    await expect
      .poll(async () => (await callApi("GET", `/jobs?webhook_id=${second.id}`)).body.jobs[0]?.status)
      .toBe("failed");
    expect((await read(second.id)).body.status).toBe("active");
    await emit();
    await expect.poll(async () => (await read(second.id)).body.status, { timeout: 20_000 }).toBe("disabled");
    await receiver.waitFor(4);
    expect((await read(never.id)).body.status).toBe("active");
    await callApi("DELETE", `/webhooks/${never.id}`);
  });

  test("410 Gone disables at once, and what waits is cancelled with the reason", async ({ receiver }) => {
    receiver.answer((_request, response) => response.writeHead(410).end());
    const { id } = await create(receiver.url, { ordered: true, retry: { kind: "standard" } });
    await callApi("POST", "/events", { body: [attendee("deleted"), attendee("deleted")] });
    await expect.poll(async () => (await read(id)).body.status, { timeout: 20_000 }).toBe("disabled");
    await expect
      .poll(async () =>
        (await callApi("GET", `/jobs?webhook_id=${id}`)).body.jobs.map((job: Settings) => job.status),
      )
      .toEqual(["cancelled", "failed"]);
    const { body } = await callApi("GET", `/jobs?webhook_id=${id}&status=cancelled`);
    expect(body.jobs[0].reason).toContain("410");
    expect(receiver.requests).toHaveLength(1);
  });

  test("deactivated or deleted by hand: its waiting job is cancelled and says so", async ({ receiver }) => {
    receiver.answer((_request, response) => response.writeHead(503, { "retry-after": "3600" }).end());
    const { id } = await create(receiver.url, { retry: { kind: "default" } });
    await emit();
    await expect
      .poll(async () => (await callApi("GET", `/jobs?webhook_id=${id}`)).body.jobs[0]?.status)
      .toBe("retrying");
    await callApi("POST", `/webhooks/${id}/deactivate`);
    const { body } = await callApi("GET", `/jobs?webhook_id=${id}`);
    expect(body.jobs[0]).toMatchObject({ status: "cancelled", reason: "The webhook was deactivated" });
    expect((await callApi("DELETE", `/webhooks/${id}`)).status).toBe(204);
    expect((await read(id)).status).toBe(404);
  });

  test("a webhook to a private address is refused with the reason, at its field", async () => {
    const input = { name: "Inside", url: "http://10.0.0.1/hook", subscriptions: ["attendee.*"] };
    const { status, body } = await callApi("POST", "/webhooks", { body: input });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path: "url", message: expect.stringContaining("10.0.0.1") }]);
  });
});

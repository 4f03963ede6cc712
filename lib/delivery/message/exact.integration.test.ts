import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { eventTypes } from "@/db/schema";
import { acceptEvents } from "@/lib/events/accept";
import { getEventDetail } from "@/lib/events/data";
import { getJob, listJobs } from "@/lib/jobs/data";
import { countFailed } from "@/lib/jobs/replay";
import { failedFilter } from "@/lib/jobs/schema";
import { objectTexts } from "@/lib/json/texts.testing";
import { createCalendarEvent, registerMember } from "@/lib/modules/calendar-events/mutations";
import { setWebhookActive } from "@/lib/webhooks/mutations";
import { countMissed } from "@/lib/webhooks/replay";
import type { WebhookInput } from "@/lib/webhooks/schema";
import { sendTestEvent } from "@/lib/webhooks/test-event";
import { deliverInThisFile, hook, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";

// The whole way, from the platform's text to the bytes that a receiver gets, for whatever JSON allows.
deliverInThisFile();

const own = { subscriptions: ["own.*"] };
const template = { format: "template", template: "{{ event.data | json }}" } as const;
const form = { format: "data", contentType: "application/x-www-form-urlencoded" } as const;

async function orgWithOwnType() {
  const { ctx, orgId } = await createOrg();
  await db().insert(eventTypes).values({ orgId, name: "own.thing" });
  return ctx;
}

const textOf = ([data, changes]: [string, string | null]) =>
  `{"type":"own.thing","data":${data}${changes === null ? "" : `,"changes":${changes}`}}`;

const accept = (ctx: Parameters<typeof acceptEvents>[0], text: string) =>
  acceptEvents(ctx, JSON.parse(text), { text });

describe("a platform's text", () => {
  it("arrives to the letter in every format for programs, and is shown as it was sent", async () => {
    const ctx = await orgWithOwnType();
    const formats: [string, Partial<WebhookInput>][] = [
      ["envelope", { format: "envelope" }],
      ["data", { format: "data" }],
      ["form", form],
      ["filtered", { format: "data", filter: "event.data == event.data && size(event.data) >= 0" }],
    ];
    const receivers = await Promise.all(
      formats.map(async ([name, settings]) => {
        const to = await receiver();
        await hook(ctx, to.url, { ...own, name, ...settings });
        return { name, to };
      }),
    );
    const texts = fc.sample(fc.tuple(objectTexts, fc.option(objectTexts)), 40);
    const { ids } = await accept(ctx, `[${texts.map(textOf).join(" ,\n")}]`);
    for (const { name, to } of receivers) {
      const requests = await to.waitFor(texts.length);
      for (const [index, [data, changes]] of texts.entries()) {
        const id = ids[index] as string;
        const request = requests.find(({ headers }) => String(headers["webhook-id"]).includes(id));
        const body = request?.body ?? "";
        const sent = name === "form" ? new URLSearchParams(body).get("payload") : body;
        if (name !== "envelope") expect(sent).toBe(data);
        else if (changes === null) expect(sent?.endsWith(`"data":${data}}`)).toBe(true);
        else expect(sent?.endsWith(`"changes":${changes}}}`)).toBe(true);
      }
    }
    const jobs = await until(async () => {
      const page = await listJobs(ctx, { limit: 100, status: "succeeded" });
      expect(page.jobs).toHaveLength(100);
      return page.jobs;
    });
    for (const { number, eventId, webhook } of jobs.slice(0, 30)) {
      const { attempts } = await getJob(ctx, number);
      const { to } = receivers.find(({ name }) => name === webhook.name) ?? {};
      const request = to?.requests.find(({ headers }) => String(headers["webhook-id"]).includes(eventId));
      expect(attempts.at(-1)?.requestBody).toBe(request?.body);
      expect((await getEventDetail(ctx, eventId)).passed).toEqual([]);
    }
  });

  it("is no reason to fail for the formats that read it", async () => {
    const ctx = await orgWithOwnType();
    const receivers = await Promise.all(
      [template, { format: "slack" }, { format: "teams" }, { format: "webex" }].map(async (settings) => {
        const to = await receiver();
        // Chat formats have a pace of their own otherwise.
        const common = { ...own, name: settings.format, rateLimit: 100 };
        await hook(ctx, to.url, { ...common, ...(settings as Partial<WebhookInput>) });
        return to;
      }),
    );
    const texts = fc.sample(fc.tuple(objectTexts, fc.option(objectTexts)), 25);
    await accept(ctx, `[${texts.map(textOf).join(",")}]`);
    for (const to of receivers) for (const { body } of await to.waitFor(25)) JSON.parse(body);
    const parsed = receivers[0]?.requests.map(({ body }) => JSON.stringify(JSON.parse(body))).sort();
    expect(parsed).toEqual(texts.map(([data]) => JSON.stringify(JSON.parse(data))).sort());
    expect((await listJobs(ctx, { limit: 5, status: "failed" })).jobs).toEqual([]);
  });

  it("is sent as it was typed in a test event", async () => {
    const ctx = await orgWithOwnType();
    const to = await receiver();
    const { id } = await hook(ctx, to.url, own);
    const [data, changes] = [
      '{ "2": 9007199254740993, "1": 1e400, "__proto__": "\\ud83d" }',
      '{"n":[1.0,12.50]}',
    ];
    await sendTestEvent(ctx, id, { type: "own.thing", data, changes });
    const [request] = await to.waitFor(1);
    expect(request?.body).toContain(`"data":${data.slice(0, -2)},"changes":${changes}}}`);
    for (const bad of ["[]", "{", '{}, "type": "x"', `${'{"a":'.repeat(129)}1${"}".repeat(129)}`]) {
      const input = { type: "own.thing", data: bad };
      await expect(sendTestEvent(ctx, id, input)).rejects.toMatchObject({
        code: "invalid",
        faults: [{ path: "data" }],
      });
    }
  });

  it("is looked through when a webhook is offered what it missed", async () => {
    const ctx = await orgWithOwnType();
    const to = await receiver();
    const { id } = await hook(ctx, to.url, { subscriptions: ["*"], filter: "has(event.data.id)" });
    await setWebhookActive(ctx, id, false);
    const webhook = (inside: string) =>
      `{"type":"webhook.activated","data":{"id":"${id}","name":"a","url":"https://a.example/","status":"active","reason":null,"job_number":null${inside}}}`;
    await accept(ctx, `[${webhook(',"x":"\\u0000\\ud83d"')},{"type":"own.thing","data":{"id":"\\ud83d"}}]`);
    await until(async () => expect(await countMissed(ctx, id)).toMatchObject({ count: 1 }));
  });
});

describe("a time", () => {
  it.each([
    ["0001-02-03T04:05:06Z", -62132730894],
    ["0099-02-03T04:05:06.789+16:00", -59040186894],
    ["9999-12-31T23:59:59-23:59", 253402387139],
    ["0000-01-01T00:00:00+23:59", -62167305540],
  ])("%s arrives as the moment that it is", async (time, created) => {
    const ctx = await orgWithOwnType();
    const [envelope, text] = [await receiver(), await receiver()];
    await hook(ctx, envelope.url, { ...own, name: "Envelope" });
    const written = { format: "template", template: '{"time":"{{ event.time }}"}' } as const;
    const filter = `event.time == timestamp("${new Date(time).toISOString()}")`;
    await hook(ctx, text.url, {
      ...own,
      name: "Template",
      ...written,
      ...(time < "9999" && time > "0001" && { filter }),
    });
    await accept(ctx, `{"type":"own.thing","data":{},"time":"${time}"}`);
    expect(JSON.parse((await envelope.waitFor(1))[0]?.body ?? "").created).toBe(created);
    expect(JSON.parse((await text.waitFor(1))[0]?.body ?? "").time).toBe(new Date(time).toISOString());
  });

  it("of a calendar event, or in a filter of jobs, follows the same rule", async () => {
    const { ctx } = await createOrg();
    for (const [index, startsAt] of [
      "0000-01-01T00:00:00+16:00",
      "9999-12-31T23:00:00-16:00",
      "0050-01-01T00:00:00Z",
    ].entries()) {
      const event = await createCalendarEvent(ctx, { title: "Old", slug: `old-${index}`, startsAt });
      expect(event.startsAt).toBe(new Date(startsAt).toISOString());
      await registerMember(ctx, event.id, { email: "ada@example.org", firstName: "Ada", lastName: "L" });
      expect(await countFailed(ctx, failedFilter.parse({ from: startsAt, to: startsAt }))).toEqual({
        count: 0,
        more: false,
      });
    }
    expect(failedFilter.safeParse({ from: "2026-02-30T00:00:00Z" }).success).toBe(false);
  });
});

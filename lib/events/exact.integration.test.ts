import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { eventTypes } from "@/db/schema";
import { postEvents } from "@/lib/api/post-events";
import { createApiKey } from "@/lib/api-keys/mutations";
import { getJob } from "@/lib/jobs/data";
import { keyTexts, nested, numberTexts, objectTexts, stringTexts } from "@/lib/json/texts.testing";
import { previewRequest } from "@/lib/webhooks/preview";
import { previewMatches } from "@/lib/webhooks/preview-matches";
import { previewSettings } from "@/lib/webhooks/preview-settings";
import { listTargetValues } from "@/lib/webhooks/target-values";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase, type TestOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { getEventDetail } from "./data";

// What platforms send, through the API's handler, to the database and back to whoever reads it.
let org: TestOrg;
let key: string;
let webhookId: string;
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
  org = await createOrg();
  key = (await createApiKey(org.ctx, { name: "Platform" })).key;
  webhookId = await insertWebhook(org.ctx, { subscriptions: ["own.*"] });
  const schema = {
    type: "object",
    properties: { n: { type: "number", exclusiveMinimum: 0 }, i: { type: "integer" } },
    additionalProperties: false,
  };
  await db()
    .insert(eventTypes)
    .values([
      { orgId: org.orgId, name: "own.thing" },
      { orgId: org.orgId, name: "own.strict", schema },
    ]);
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

async function post(text: string, idempotencyKey?: string) {
  const headers = { authorization: `Bearer ${key}`, idempotencyKey };
  const { status, body } = await postEvents(headers, async () => Buffer.from(text));
  return { status, body: JSON.parse(body) };
}
const faultsOf = ({ body }: { body: { errors?: { path: string }[] } }) =>
  body.errors?.map(({ path }) => path);
const event = (data: string, rest = "") => `{"type":"own.thing","data":${data}${rest}}`;
const numbers = (() => {
  let next = 0;
  return () => ++next;
})();

describe("an event's data and changes", () => {
  it("are kept, and read, to the letter, whatever JSON allows", async () => {
    const property = fc.asyncProperty(objectTexts, fc.option(objectTexts), async (data, changes) => {
      const answer = await post(event(data, changes === null ? "" : `,"changes":${changes}`));
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      const eventId: string = answer.body.ids[0];
      expect(await getEventDetail(org.ctx, eventId)).toMatchObject({ dataText: data, changesText: changes });
      const shown = await previewRequest(org.ctx, previewSettings.parse({ format: "data" }), { eventId });
      expect(shown.body).toBe(data);
      await sql()`delete from event_batches where ${eventId} = any (event_ids)`;
      const number = numbers();
      await sql()`insert into jobs (org_id, number, event_id, event_type, webhook_id, status) values (${org.orgId}, ${number}, ${eventId}, 'own.thing', ${webhookId}, 'queued')`;
      expect((await getJob(org.ctx, number)).event).toMatchObject({ dataText: data, changesText: changes });
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it("spoil nothing that reads over many events", async () => {
    const scalars = fc.oneof(numberTexts, stringTexts, fc.constantFrom("true", "null"));
    const fields = fc
      .array(fc.tuple(keyTexts, scalars).map(([key, value]) => `${key}:${value}`))
      .map((members) => `{${members.join(",")}}`);
    const attendees = fc.tuple(objectTexts, fields).map(([extra, custom]) => {
      const { type, data } = attendee("a");
      const text = JSON.stringify({ ...data, ticket_type: "T" });
      return `{"type":"${type}","data":${text.slice(0, -1)},"extra":${extra},"custom_fields":${custom}}}`;
    });
    const filter = "event.data.extra.size() > 100 || event.data.custom_fields == event.data.extra";
    const settings = {
      subscriptions: ["*"],
      filter,
      targets: [{ field: "custom" as const, key: "name", values: ["x"] }],
    };
    const property = fc.asyncProperty(fc.array(attendees, { minLength: 1, maxLength: 8 }), async (events) => {
      const answer = await post(`[${events.join(",")}]`);
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      expect((await listTargetValues(org.ctx)).ticketTypes).toContain("T");
      expect((await previewMatches(org.ctx, settings)).events.length).toBeGreaterThan(0);
      expect((await previewMatches(org.ctx, { ...settings, targets: [] })).filterProblem).toBeNull();
    });
    await fc.assert(property, { numRuns: 20 });
  });

  it("offer what attendees had to choose from, but for what no settings could hold", async () => {
    const own = await createOrg();
    const { key: ownKey } = await createApiKey(own.ctx, { name: "Platform" });
    const { data } = attendee("a");
    const custom =
      '{"__proto__":"p","constructor":"c","cut\\ud83d":"x","n":9007199254740993,"nul":"\\u0000"}';
    const text = JSON.stringify({ ...data, ticket_type: "VIP\ud83d" }).slice(0, -1);
    await postEvents({ authorization: `Bearer ${ownKey}` }, async () =>
      Buffer.from(`{"type":"attendee.created","data":${text},"custom_fields":${custom}}}`),
    );
    const values = await listTargetValues(own.ctx);
    expect(values.ticketTypes).toEqual([]);
    expect(Object.entries(values.custom)).toEqual([
      ["__proto__", ["p"]],
      ["constructor", ["c"]],
      ["n", ["9007199254740993"]],
      ["nul", []],
    ]);
  });

  it("are checked against their schema with the numbers that they have", async () => {
    const strict = (data: string) => post(`{"type":"own.strict","data":${data}}`);
    for (const data of [
      '{"n":1e400}',
      '{"n":1e-400}',
      '{"i":1e400}',
      '{"i":9007199254740993}',
      '{"n":1.5e-7}',
    ]) {
      expect([data, (await strict(data)).status]).toEqual([data, 202]);
    }
    expect(faultsOf(await strict('{"n":-1e400}'))).toEqual(["data.n"]);
    expect(faultsOf(await strict('{"n":0e5}'))).toEqual(["data.n"]);
    expect(faultsOf(await strict('{"__proto__":{}}'))).toEqual(["data.__proto__"]);
  });

  it("are refused with their path when they are nested too deeply, in any type, and at any depth", async () => {
    for (const depth of [129, 5_000, 30_000]) {
      for (const type of ["own.thing", "own.strict", "attendee.created"]) {
        const data = `{"type":"${type}","data":${nested(depth)}}`;
        const answer = await post(`[${event("{}")},${data}]`);
        expect([depth, type, answer.status]).toEqual([depth, type, 422]);
        expect(faultsOf(answer)?.[0]).toMatch(/^events\[1\]\.data\.a\[0\]/);
      }
      expect(faultsOf(await post(event("{}", `,"changes":${nested(depth)}`)))?.[0]).toMatch(/^changes\.a/);
    }
    expect((await post(event(nested(128), `,"changes":${nested(128)}`))).status).toBe(202);
    expect((await post("[".repeat(100_000) + "]".repeat(100_000))).status).toBe(422);
  });

  it("are refused when they are given twice", async () => {
    const answer = await post('{"type":"own.thing","data":{},"d\\u0061ta":{"a":1}}');
    expect([answer.status, faultsOf(answer)]).toEqual([422, ["data"]]);
  });

  it("are answered the same by their Idempotency-Key", async () => {
    const text = event('{"n":9007199254740993,"cut":"\\ud83d\\u0000"}');
    const first = await post(text, "odd");
    expect(first.status).toBe(202);
    expect(await post(text, "odd")).toEqual(first);
    expect((await post(text.replace("993", "992"), "odd")).status).toBe(409);
  });
});

describe("an event's time", () => {
  const two = (max: number, min = 0) => fc.integer({ min, max }).map((n) => String(n).padStart(2, "0"));
  const times = fc
    .tuple(
      fc.oneof(fc.constantFrom(0, 1, 99, 100, 1900, 2000, 2024, 9999), fc.integer({ min: 0, max: 9999 })),
      fc.tuple(two(13), two(32), two(24), two(60), two(60)),
      fc.option(fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 12 })),
      fc.oneof(
        fc.constantFrom("Z", "+16:00", "-23:59", "+24:00"),
        fc.tuple(fc.constantFrom("+", "-"), two(24), two(60)).map(([sign, h, m]) => `${sign}${h}:${m}`),
      ),
    )
    .map(([year, [month, day, hour, minute, second], fraction, zone]) => {
      const date = `${String(year).padStart(4, "0")}-${month}-${day}`;
      return `${date}T${hour}:${minute}:${second}${fraction === null ? "" : `.${fraction}`}${zone}`;
    });

  /** Whether the calendar and the clock have it: worked out by hand, apart from JavaScript's own parsing. */
  function isReal(time: string): boolean {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
      time.match(/\d+/g)?.map(Number) ?? [];
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
    const [, offsetHour = "0", offsetMinute = "0"] = /[+-](\d\d):(\d\d)$/.exec(time) ?? [];
    const isDay = day >= 1 && day <= days;
    return (
      isDay && hour < 24 && minute < 60 && second < 60 && Number(offsetHour) < 24 && Number(offsetMinute) < 60
    );
  }

  it("is kept exactly where it is real, and refused with its path where it is not", async () => {
    const property = fc.asyncProperty(times, fc.boolean(), async (time, inList) => {
      const text = event("{}", `,"time":"${time}"`);
      const answer = await post(inList ? `[${text}]` : text);
      expect([time, answer.status]).toEqual([time, isReal(time) ? 202 : 422]);
      if (!isReal(time)) {
        expect(faultsOf(answer)).toEqual([inList ? "events[0].time" : "time"]);
        return;
      }
      const eventId = answer.body.ids[0];
      const { occurredAt } = await getEventDetail(org.ctx, eventId);
      expect(occurredAt).toBe(new Date(time).toISOString());
      const settings = previewSettings.parse({
        format: "template",
        template: '["{{ event.time }}",{{ event.created }}]',
      });
      const { body } = await previewRequest(org.ctx, settings, { eventId });
      expect(JSON.parse(body)).toEqual([occurredAt, Math.floor(Date.parse(time) / 1000)]);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("neither makes its neighbours wait nor refuses them", async () => {
    const all = [
      "0000-01-01T00:00:00+23:59",
      "9999-12-31T23:59:59-23:59",
      "2026-01-01T00:00:00+16:00",
      "0099-05-05T00:00:00Z",
    ];
    const answers = await Promise.all(
      all.map((time) => post(`[${event("{}")},${event("{}", `,"time":"${time}"`)}]`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  });
});

it("what the database refuses for itself is the caller's to change, and nobody else's", async () => {
  // Nothing that a caller can send comes so far any more, so the database is made to refuse this one.
  await sql().unsafe(`
    create function refuse_this() returns trigger language plpgsql as $$ begin
      if new.data::text like '%refuse this%' then raise exception using errcode = '22P05', message = 'no'; end if; return new; end $$;
    create trigger refuse_this before insert on events for each row execute function refuse_this()`);
  try {
    const answers = await Promise.all(
      ["{}", '{"a":"refuse this"}', '{"b":1}'].map((data) => post(event(data))),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 422, 202]);
  } finally {
    await sql().unsafe("drop trigger refuse_this on events; drop function refuse_this()");
  }
});

it("rows that were kept before there were bounds can still be read", async () => {
  const number = numbers();
  await insertJob(org.ctx, { number, webhookId, eventType: "own.thing" });
  const text = nested(6_000);
  await sql()`update events set data = ${text}::text::json where id = (select event_id from jobs where org_id = ${org.orgId} and number = ${number})`;
  const { event } = await getJob(org.ctx, number);
  expect(event?.dataText).toBe(text);
  expect((await getEventDetail(org.ctx, event?.id ?? "")).dataText).toBe(text);
  const settings = { subscriptions: ["own.*"], filter: "event.data.b == 1", targets: [] };
  expect((await previewMatches(org.ctx, settings)).events.length).toBeGreaterThan(0);
});

import fc from "fast-check";
import { nested, objectTexts } from "../../lib/json/texts.testing";
import { attendee, callApi } from "../support/api";
import { openOwn } from "../support/members";
import { expect, test } from "../support/test";
import { createWebhook, NOWHERE } from "../support/webhooks";

const EXTRA =
  '{ "cut":"\\ud83d","nul":"\\u0000","big":9007199254740993,"huge":1e400,"tiny":-1e-400,"price":12.50,"__proto__":{"a":1},"10":1,"9":2 }';

/** An attendee as JSON text, with what JSON allows beside. */
const written = (extra: string, rest = "") =>
  `{"type":"attendee.created","data":${JSON.stringify(attendee("created").data).slice(0, -1)},"extra":${extra}}${rest}}`;

test("an event with any text arrives to the letter, and spoils nothing for anybody", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  await createWebhook(
    receiver.url,
    { subscriptions: ["attendee.*"], filter: "size(event.data.email) > 0" },
    key,
  );
  const extras = [EXTRA, ...fc.sample(objectTexts, 20)];
  // Many at once, each beside calls that look things up on the same connections.
  const answers = await Promise.all(
    extras.flatMap((extra) => [
      callApi("POST", "/events", { raw: written(extra), key }),
      callApi("GET", "/webhooks", { key }),
      callApi("GET", "/jobs", { key }),
    ]),
  );
  expect(answers.map(({ status }) => status)).toEqual(extras.flatMap(() => [202, 200, 200]));
  const bodies = (await receiver.waitFor(extras.length)).map(({ body }) => body);
  for (const extra of extras) expect(bodies.some((body) => body.includes(`"extra":${extra}`))).toBe(true);

  await page.goto("/developers/webhooks/new");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`/developers/events/${answers[0]?.body.ids[0]}`);
  await expect(page.getByText('"big": 9007199254740993')).toBeVisible();
  await expect(page.getByText('"price": 12.50')).toBeVisible();
  await page.context().close();
});

test("what is nested too deeply is refused with its path, wherever it comes in", async () => {
  for (const depth of [129, 5_000, 30_000]) {
    const events = `[${written("1")},${written(nested(depth))}]`;
    const { status, body } = await callApi("POST", "/events", { raw: events });
    expect([depth, status, body.errors?.[0].path]).toEqual([
      depth,
      422,
      expect.stringMatching(/^events\[1\]\.data\.extra/),
    ]);
    expect(body.errors[0].message).toContain("128");
    const made = await callApi("POST", "/webhooks", { raw: `{"name":"Deep","targets":${nested(depth)}}` });
    expect([depth, made.status, made.body.errors?.[0].path]).toEqual([
      depth,
      422,
      expect.stringMatching(/^targets/),
    ]);
  }
  expect((await callApi("POST", "/events", { raw: "[".repeat(100_000) + "]".repeat(100_000) })).status).toBe(
    422,
  );
});

test("a key __proto__ in a webhook's settings is refused like any other that is not known", async () => {
  const raw = `{"name":"P","url":"${NOWHERE}","subscriptions":["attendee.*"],"__proto__":{"active":true}}`;
  expect((await callApi("POST", "/webhooks", { raw })).status).toBe(422);
});

test("a field given twice is refused: nobody could know which of the two was checked", async () => {
  const raw = `{"type":"attendee.created","data":{},"d\\u0061ta":${JSON.stringify(attendee("created").data)}}`;
  const { status, body } = await callApi("POST", "/events", { raw });
  expect([status, body.errors[0].path]).toEqual([422, "data"]);
});

test("no time is asked for again: it is kept, or refused with its path", async () => {
  const real = [
    "0000-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00Z",
    "0099-12-31T23:59:59.5+16:00",
    "9999-12-31T23:59:59-23:59",
  ];
  const unreal = [
    "2026-02-30T00:00:00Z",
    "2026-12-31T23:59:60Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00+24:00",
  ];
  for (const time of [...real, ...unreal]) {
    const { status, body } = await callApi("POST", "/events", {
      raw: `[${written("1")},${written("2", `,"time":"${time}"`)}]`,
    });
    expect([time, status]).toEqual([time, real.includes(time) ? 202 : 422]);
    if (status === 422) expect(body.errors[0].path).toBe("events[1].time");
  }
});

import fc from "fast-check";
import { z } from "zod";
import { oddText, survives } from "../../scripts/test/odd-texts";
import { callAction } from "../support/actions";
import { firstRun } from "../support/first-run";
import { addMember } from "../support/members";
import { fillOrganisation } from "../support/random/world";
import { fill, listRoutes, partsOf } from "../support/routes";
import { unique } from "../support/screens";
import { sessionOf } from "../support/session";
import { expect, test } from "../support/test";
import { NOWHERE } from "../support/webhooks";

const ID = "00000000-0000-4000-8000-000000000000";
const webhook = { name: "Odd", url: NOWHERE, subscriptions: ["attendee.*"] };
const record = { title: "Odd", slug: "odd", startsAt: "2027-04-18T09:30:00Z" };
const member = { email: "ada@example.org", firstName: "Ada", lastName: "Lovelace" };
const person = {
  organisationName: "Odd",
  name: "Ada",
  email: "ada@example.org",
  password: "correct horse battery",
};

/** An action with a text in one of its places, and the path that its form knows the place by. */
const places: [action: string, path: string, input: (text: string) => unknown][] = [
  ["createWebhook", "name", (name) => ({ ...webhook, name })],
  ["createWebhook", "filter", (filter) => ({ ...webhook, filter })],
  ["updateWebhook", "description", (description) => ({ id: ID, patch: { description } })],
  ["updateWebhook", "headers.0.value", (value) => ({ id: ID, patch: { headers: [{ name: "X-A", value }] } })],
  ["checkWebhookUrl", "url", (url) => ({ url })],
  ["checkWebhookFilter", "filter", (filter) => ({ filter, subscriptions: [] })],
  [
    "previewWebhookMatches",
    "targets.0.key",
    (key) => ({ targets: [{ field: "custom", key, values: ["a"] }] }),
  ],
  ["sendTestEvent", "type", (type) => ({ id: ID, type, data: "{}" })],
  ["createTestEndpoint", "name", (name) => ({ name })],
  ["createApiKey", "name", (name) => ({ name })],
  ["createCalendarEvent", "title", (title) => ({ ...record, title })],
  ["createCalendarEvent", "customMetadata", (customMetadata) => ({ ...record, customMetadata })],
  ["updateCalendarEvent", "slug", (slug) => ({ id: ID, input: { ...record, slug } })],
  ["registerMember", "firstName", (firstName) => ({ id: ID, member: { ...member, firstName } })],
  [
    "registerMember",
    "profileFields.a.value",
    (value) => ({ id: ID, member: { ...member, profileFields: { a: { label: "A", value } } } }),
  ],
  ["unregisterMember", "memberId", (memberId) => ({ id: ID, memberId })],
  ["setUp", "organisationName", (organisationName) => ({ ...person, organisationName })],
  ["setUp", "name", (name) => ({ ...person, name })],
];

const unkeepable = oddText.filter((text) => !survives(text) && text.length < 500);

test("a text that can't be kept is refused in every field, at the field", async ({ browser }) => {
  const session = await sessionOf(browser, await addMember("owner", unique("Texts")));
  for (const [action, path, input] of places) {
    for (const text of ["a\0", "\ud83d", "\udc00b", ...fc.sample(unkeepable, 3)]) {
      const answer = await callAction(session, action, input(text));
      expect(answer, `${action} ${JSON.stringify(text)}`).toMatchObject({
        ok: false,
        code: "invalid",
        faults: [{ path }],
      });
    }
  }
});

test("any other text comes back as it was written", async ({ browser }) => {
  const session = await sessionOf(browser, await addMember("owner", unique("Texts")));
  const keepable = oddText.filter((text) => survives(text) && text.trim() !== "" && text.length < 100);
  for (const text of [
    ..."\u{1F980} \uffff \u202eabc e\u0301\u0301 %00".split(" "),
    ...fc.sample(keepable, 10),
  ]) {
    expect(await callAction(session, "createTestEndpoint", { name: text })).toMatchObject({
      ok: true,
      value: { name: text.trim() },
    });
  }
});

test("%00 anywhere in an address or a query is no fault of ours", async ({ browser }) => {
  const owner = await addMember("owner", unique("Texts"));
  const session = await sessionOf(browser, owner);
  const things: Record<string, string> = await fillOrganisation({ session, key: owner.apiKey ?? "" });
  const headers = { cookie: session, authorization: `Bearer ${owner.apiKey}` };
  const names = [
    "search",
    "event_id",
    "eventId",
    "eventType",
    "webhookId",
    "before",
    "cursor",
    "range",
    "request",
  ];
  const query = names.map((name) => `${name}=a%00`).join("&");
  for (const route of listRoutes()) {
    const method = route.methods[0] ?? "GET";
    const known = fill(route, (before) => things[before] ?? "session");
    const odd =
      partsOf(route).length === 0 ? [] : ["%00", "a%00b", "%00.png"].map((part) => fill(route, () => part));
    const paths = [`${known}?${query}`, ...names.map((name) => `${known}?${name}=%00`), ...odd];
    const answers = await Promise.all(
      paths.map(async (path) => {
        const url = new URL(path, firstRun().url);
        const body = method === "GET" ? null : "{}";
        const response = await fetch(url, { method, headers, redirect: "manual", body });
        const page = await response.text();
        return { path, status: response.status, failed: /data-dgst="\d+"|"digest":"\d+/.test(page) };
      }),
    );
    expect(
      answers.filter(({ status, failed }) => status >= 500 || failed),
      `${method} ${route.address}`,
    ).toEqual([]);
  }
});

test("a test endpoint keeps any bytes it is sent", async ({ browser }) => {
  const session = await sessionOf(browser, await addMember("owner", unique("Texts")));
  const made = await callAction(session, "createTestEndpoint", { name: "Bytes" });
  const { id, address } = z
    .object({ value: z.object({ id: z.string(), address: z.string() }) })
    .parse(made).value;
  const body = Buffer.from([0, 1, 0xff, 0xed, 0xa0, 0x80, 0x22, 0x5c, 0]);
  const sent = await fetch(`${address}?a=%00&b=%ff`, {
    method: "PUT",
    body,
    headers: { "x-odd": "\u00ff\u0080" },
  });
  expect(sent.status).toBe(200);
  const read = async (path: string) =>
    (
      await fetch(new URL(`/api/live/test-endpoints/${id}/requests${path}`, firstRun().url), {
        headers: { cookie: session },
      })
    ).json();
  const [row] = (await read("")).value;
  expect(row).toMatchObject({ method: "PUT", bytes: body.length });
  const { value } = await read(`/${row.id}`);
  expect(value.target).toContain("?a=%00&b=%");
  expect(value.headers).toContainEqual(["x-odd", "\u00ff\u0080"]);
});

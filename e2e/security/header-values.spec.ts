import type { Page } from "@playwright/test";
import { attendee, callApi } from "../support/api";
import { addMember, openAs, openOwn } from "../support/members";
import { unique } from "../support/screens";
import { expect, test } from "../support/test";
import { createTestEndpoint, receivedBy, requestAt } from "../support/test-endpoints";
import { WebhookForm } from "../support/webhook-form";
import { WebhookList } from "../support/webhook-list";
import { WebhookPage } from "../support/webhook-page";
import { createWebhook } from "../support/webhooks";

const SECRET = "very-secret-value-1234";
const HEADERS = [
  { name: "Authorization", value: `Bearer ${SECRET}` },
  { name: "X-Tenant", value: "riverside-4711" },
];
const MASK = "••••••••";
/** Values that may be shown nowhere. */
const LEAK = /very-secret-value|riverside-4711/;

const settings = { subscriptions: ["attendee.created"], headers: HEADERS };
const keep = HEADERS.map(({ name }) => ({ name, keep: true }));

async function jobOf(eventId: string, key: string) {
  let job: { number: number; status: string } | undefined;
  await expect
    .poll(async () => {
      [job] = (await callApi("GET", `/jobs?event_id=${eventId}`, { key })).body.jobs;
      return job?.status;
    })
    .toBe("succeeded");
  return (await callApi("GET", `/jobs/${job?.number}`, { key })).body;
}

const emit = async (key: string): Promise<string> =>
  (await callApi("POST", "/events", { key, body: attendee("created") })).body.ids[0];

test("another address gets no saved value, however the change is written", async ({ browser, receiver }) => {
  const { page, key } = await openOwn(browser);
  const endpoint = await createTestEndpoint(page);
  const { id } = await createWebhook(receiver.url, settings, key);
  const addresses = [
    endpoint.address,
    receiver.url.replace("127.0.0.1", "[::1]"),
    receiver.url.replace("127.0.0.1", "127.0.0.2"),
    receiver.url.replace(/:\d+/, ":8998"),
    receiver.url.replace("127.0.0.1", "localhost"),
  ];
  for (const url of addresses) {
    for (const body of [
      { url },
      { url, headers: keep },
      { url, headers: keep.map((row) => ({ ...row, name: row.name.toUpperCase() })) },
      { url, headers: [keep[1], keep[0]], keep_for_new_host: false },
      { url, name: "Renamed", active: true },
    ]) {
      const answer = await callApi("PATCH", `/webhooks/${id}`, { key, body });
      const told = JSON.stringify(answer.body);
      expect([answer.status, answer.type], told).toEqual([422, "application/problem+json; charset=utf-8"]);
      expect(answer.body.errors, told).toEqual(
        [0, 1].map((index) => ({
          path: `headers.${index}.value`,
          message: "The address leads to another host: give this value again.",
        })),
      );
    }
  }
  const refused = await callApi("PATCH", `/webhooks/${id}`, {
    key,
    body: { url: endpoint.address, keep_for_new_host: "yes" },
  });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, "keep_for_new_host"]);
  expect((await callApi("GET", `/webhooks/${id}`, { key })).body.url).toBe(receiver.url);
  await emit(key);
  const [request] = await receiver.waitFor(1);
  expect(request?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, "x-tenant": "riverside-4711" });
  expect(await receivedBy(page, endpoint)).toEqual([]);
  await page.context().close();
});

test("a copy has the values and the rule; a new webhook takes nothing along", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  const { name } = await createWebhook(receiver.url, settings, key);
  const list = await new WebhookList(page).open();
  await list.choose(name, "Duplicate");
  const copied = async () =>
    (await callApi("GET", "/webhooks", { key })).body.webhooks.find(
      (each: { name: string }) => each.name === `${name} copy`,
    );
  await expect.poll(copied).toBeTruthy();
  const { id } = await copied();
  const url = receiver.url.replace(/:\d+/, ":8998");
  expect((await callApi("PATCH", `/webhooks/${id}`, { key, body: { url } })).status).toBe(422);
  const fresh = await callApi("POST", "/webhooks", {
    key,
    body: { name: "New", url, subscriptions: ["attendee.created"], headers: keep },
  });
  expect([fresh.status, fresh.body.errors[0].path]).toEqual([422, "headers.0.value"]);
  const flagged = await callApi("POST", "/webhooks", {
    key,
    body: { name: "New", url, subscriptions: ["attendee.created"], keep_for_new_host: true },
  });
  expect(flagged.status).toBe(422);
  await page.context().close();
});

test("taken along on somebody's word: the history says so, and a test endpoint shows no value still", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  const endpoint = await createTestEndpoint(page);
  const { id } = await createWebhook(receiver.url, settings, key);
  const body = { url: endpoint.address, keep_for_new_host: true };
  expect((await callApi("PATCH", `/webhooks/${id}`, { key, body })).status).toBe(200);
  const job = await jobOf(await emit(key), key);
  expect(JSON.stringify(job)).not.toMatch(LEAK);
  const [row] = await receivedBy(page, endpoint);
  expect(row).toMatchObject({ signature: "valid" });
  const request = await requestAt(page, endpoint, row?.id ?? "");
  const headers = new Map(request.headers);
  expect([headers.get("authorization"), headers.get("x-tenant")]).toEqual([MASK, MASK]);
  expect(headers.get("webhook-signature")).toMatch(/^v1,/);
  expect(JSON.stringify(request)).not.toMatch(LEAK);
  await page.goto(`/developers/test-endpoints/${endpoint.id}`);
  await expect(page.getByText(/The values are not stored here/)).toBeVisible();
  await expect(page.getByRole("row", { name: "authorization" })).toContainText(MASK);
  await page.goto(`/developers/webhooks/${id}/history`);
  await expect(page.getByText("took saved header values along to another host")).toBeVisible();
  expect(await page.content()).not.toMatch(LEAK);
  await page.context().close();
});

test("a receiver that sends back what it was sent shows no value in the job", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  receiver.answer(({ headers }, response) => {
    response.writeHead(200, { "x-echo": String(headers.authorization) });
    response.end(JSON.stringify({ headers, token: String(headers.authorization).split(" ")[1] }));
  });
  await createWebhook(receiver.url, settings, key);
  const job = await jobOf(await emit(key), key);
  expect(JSON.stringify(job)).not.toMatch(LEAK);
  expect(JSON.stringify(job)).toContain(MASK);
  await page.goto(`/developers/jobs/${job.number}`);
  await expect(page.getByText("HTTP 200 OK")).toBeVisible();
  expect(await page.content()).not.toMatch(LEAK);
  await page.context().close();
});

for (const role of ["viewer", "developer", "admin", "owner"] as const) {
  test(`what a ${role} may: the form asks for saved values again, and takes them along on their word`, async ({
    browser,
    receiver,
  }) => {
    const organisation = unique("Values");
    const owner = await addMember("owner", organisation);
    const { id } = await createWebhook(receiver.url, settings, owner.apiKey);
    const page = await openAs(browser, await addMember(role, organisation));
    if (role === "viewer") {
      await page.goto(`/developers/webhooks/${id}/edit`);
      await expect(page.getByText("This page is not open to your role")).toBeVisible();
    } else {
      await new WebhookPage(page, id).open();
      await takeAlong(page, receiver.url.replace(/:\d+/, ":8998"));
    }
    const { body } = await callApi("GET", `/webhooks/${id}`, { key: owner.apiKey });
    expect(body.url).toBe(role === "viewer" ? receiver.url : receiver.url.replace(/:\d+/, ":8998"));
    expect(body.header_names).toEqual(["Authorization", "X-Tenant"]);
    await page.context().close();
  });
}

async function takeAlong(page: Page, url: string): Promise<void> {
  const form = new WebhookForm(page);
  await form.edit();
  await form.url.fill(url);
  const headers = form.section("Headers");
  await expect(headers.getByRole("textbox", { name: "Value" })).toHaveCount(2);
  await headers.getByRole("checkbox", { name: "Take the saved values along" }).click();
  await expect(headers.getByText("Saved, hidden")).toHaveCount(2);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved")).toBeVisible();
}

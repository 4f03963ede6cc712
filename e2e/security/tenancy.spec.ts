import type { Browser, Page } from "@playwright/test";
import { callApi, registration } from "../support/api";
import { CalendarEvents } from "../support/calendar-events";
import { addMember, openAs } from "../support/members";
import { unique } from "../support/screens";
import { expect, test } from "../support/test";
import { createWebhook, NOWHERE } from "../support/webhooks";

/** The owner of an organisation of their own, and their browser. */
async function openOwner(browser: Browser) {
  const member = await addMember("owner", unique("Tenant"));
  return { ...member, key: member.apiKey ?? "", page: await openAs(browser, member) };
}

/** One of everything that has an id. */
async function makeOne(page: Page, key: string) {
  await page.goto("/developers/test-endpoints");
  await page.getByRole("button", { name: "Create test endpoint" }).first().click();
  const name = unique("Inbox");
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/developers\/test-endpoints\/[\w-]+$/);
  const endpoint = page.url().split("/").at(-1) ?? "";
  const calendarEvent = await new CalendarEvents(page).create({ title: unique("Meetup") });
  const webhook = await createWebhook(NOWHERE, { subscriptions: ["calendar_event.user_registered"] }, key);
  // More than one, so that the number of the last is nobody else's.
  const events = ["Ada", "Grace", "Edith"].map(registration);
  const { status, body } = await callApi("POST", "/events", { body: events, key });
  expect(status).toBe(202);
  await expect
    .poll(async () => (await callApi("GET", `/jobs?webhook_id=${webhook.id}`, { key })).body.jobs?.length)
    .toBe(3);
  return { endpoint, calendarEvent, webhook: webhook.id, event: String(body.ids[0]), job: 3 };
}

let mine: Awaited<ReturnType<typeof openOwner>>;
let theirs: typeof mine;
let ids: Awaited<ReturnType<typeof makeOne>>;

test.beforeAll(async ({ browser }) => {
  mine = await openOwner(browser);
  theirs = await openOwner(browser);
  ids = await makeOne(theirs.page, theirs.key);
});
test.afterAll(async () => {
  for (const { page } of [mine, theirs]) await page.context().close();
});

test("the API finds nothing of another organisation's, and changes nothing", async () => {
  const { webhook, job } = ids;
  const settings = { name: "Taken", url: NOWHERE };
  const calls: [method: string, path: string, body?: unknown][] = [
    ["GET", `/webhooks/${webhook}`],
    ["PATCH", `/webhooks/${webhook}`, settings],
    ["POST", `/webhooks/${webhook}/activate`],
    ["POST", `/webhooks/${webhook}/deactivate`],
    ["GET", `/webhooks/${webhook}/secret`],
    ["GET", `/webhooks/${webhook}/missed`],
    ["POST", `/webhooks/${webhook}/replay`, {}],
    ["DELETE", `/webhooks/${webhook}`],
    ["GET", `/jobs/${job}`],
    ["POST", `/jobs/${job}/retry`],
    ["POST", `/jobs/${job}/cancel`],
  ];
  const before = await callApi("GET", `/webhooks/${webhook}`, { key: theirs.key });
  for (const [method, path, body] of calls) {
    const { status } = await callApi(method, path, { key: mine.key, ...(body !== undefined && { body }) });
    expect([method, path, status]).toEqual([method, path, 404]);
  }
  expect((await callApi("GET", "/webhooks", { key: mine.key })).body.webhooks).toEqual([]);
  expect((await callApi("GET", `/jobs?webhook_id=${webhook}`, { key: mine.key })).body.jobs ?? []).toEqual(
    [],
  );
  const after = await callApi("GET", `/webhooks/${webhook}`, { key: theirs.key });
  expect(after.body).toEqual(before.body);
});

test("the console's routes find nothing of another organisation's, whatever organisation a cookie names", async () => {
  const { webhook, job, event, endpoint, calendarEvent } = ids;
  const paths = [
    `webhooks/${webhook}`,
    `webhooks/${webhook}/stats`,
    `webhooks/${webhook}/history`,
    `webhooks/${webhook}/missed`,
    `webhooks/${webhook}/secrets`,
    `webhooks/${webhook}/failures`,
    `jobs/${job}`,
    `events/${event}`,
    `test-events/${event}`,
    `test-endpoints/${endpoint}/requests`,
    `test-endpoints/${endpoint}/requests/${crypto.randomUUID()}`,
    `modules/calendar-events/${calendarEvent}`,
  ];
  const session = (await mine.page.context().cookies()).find(({ name }) => name.endsWith(".session"));
  if (!session) throw new Error("There is no session cookie.");
  const name = session.name.replace(/session$/, "organisation");
  await mine.page.context().addCookies([{ ...session, name, value: theirs.organisationId }]);
  for (const path of paths) {
    const response = await mine.page.request.get(`/api/live/${path}`);
    expect([path, response.status()]).toEqual([path, 404]);
  }
  for (const list of ["webhooks", "jobs", "test-endpoints", "modules/calendar-events"]) {
    const text = await (await mine.page.request.get(`/api/live/${list}`)).text();
    for (const id of [webhook, event, endpoint, calendarEvent]) expect(text, list).not.toContain(id);
  }
});

test("the console's pages show nothing of another organisation's", async () => {
  const { webhook, job, event, endpoint, calendarEvent } = ids;
  for (const path of [
    `/developers/webhooks/${webhook}`,
    `/developers/webhooks/${webhook}/edit`,
    `/developers/webhooks/${webhook}/signing`,
    `/developers/webhooks/${webhook}/history`,
    `/developers/jobs/${job}`,
    `/developers/events/${event}`,
    `/developers/test-endpoints/${endpoint}`,
    `/modules/calendar-events/${calendarEvent}`,
    `/modules/calendar-events/${calendarEvent}/edit`,
  ]) {
    await mine.page.goto(path);
    const missing = mine.page.getByRole("heading", { name: "There is nothing at this address" });
    await expect(missing, path).toBeVisible();
  }
});

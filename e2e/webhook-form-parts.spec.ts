import type { Page } from "@playwright/test";
import { attendee, callApi } from "./support/api";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { WebhookPage } from "./support/webhook-page";
import { createWebhook, NOWHERE } from "./support/webhooks";

/** The webhook whose page is open, as the API has it. */
const shownWebhook = async (page: Page) =>
  (await callApi("GET", `/webhooks/${page.url().split("/").at(-1)}`)).body;

test("the tree of event types: searched, ticked one by one and by module, and covered by patterns", async ({
  console: page,
}) => {
  const form = await new WebhookForm(page).open();
  const search = page.getByRole("searchbox", { name: "Search event types" });
  const all = form.eventType("Calendar Events");
  await search.fill("withdrawn");
  await expect(form.tree.getByRole("listitem")).toHaveCount(1);
  await form.eventType("calendar_event.user_unregistered").click();
  await search.fill("nothing like it");
  await expect(form.tree.getByText("No event type matches “nothing like it”.")).toBeVisible();
  await search.fill("");
  await expect(all).toHaveAttribute("aria-checked", "mixed");
  await all.click();
  await expect(form.chosen.getByRole("listitem")).toHaveText([/user_registered/, /user_unregistered/]);
  await expect(form.section("Subscriptions").getByText(/Matches these 2 types today/)).toBeVisible();
  await form.eventType("calendar_event.user_registered").click();
  await expect(all).toHaveAttribute("aria-checked", "mixed");

  await form.subscribe("attendee.*");
  const covered = form.eventType("attendee.created");
  await expect(covered).toBeChecked();
  await expect(covered).toHaveAccessibleDescription(/Covered by attendee\.\*/);
  await covered.click({ force: true });
  await form.eventType("Attendees").click({ force: true });
  await expect(form.chosen.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove attendee.*" }).click();
  await expect(covered).not.toBeChecked();
  await form.eventType("Attendees").click();
  await form.eventType("attendee.deleted").click();

  const name = unique("Ticked");
  await form.fill({ name, url: NOWHERE, subscriptions: [] });
  await form.create(name);
  const chosen = ["calendar_event.user_unregistered", "attendee.created", "attendee.updated"];
  expect((await shownWebhook(page)).subscriptions).toEqual(chosen);
});

test("“Try to connect” says whether something answers, and sends nothing", async ({
  console: page,
  receiver,
}) => {
  const form = await new WebhookForm(page).open();
  const attempt = page.getByRole("button", { name: "Try to connect" });
  await expect(attempt).toBeDisabled();
  await form.url.fill(receiver.url);
  await attempt.click();
  await expect(page.getByText(/^Connected in .+ Nothing was sent\.$/)).toBeVisible();
  expect(receiver.requests).toEqual([]);

  await receiver.close();
  await attempt.click();
  await expect(page.getByText(/refused|nothing (listens|answers)/i)).toBeVisible();
  await form.url.fill("http://10.1.2.3/hook");
  await form.url.blur();
  await form.expectRefused(form.url, /private address/);
  await expect(attempt).toBeDisabled();
});

test("target attendees: those without a ticket alone get through", async ({ console: page, receiver }) => {
  const name = unique("No ticket");
  const form = await new WebhookForm(page).open();
  await form.fill({ name, url: receiver.url, subscriptions: ["attendee.updated"] });
  await form.target("Ticket type", []);
  await form.targetRow("Ticket type").getByRole("button", { name: "No ticket" }).click();
  await form.create(name);

  const events = ["Sponsor", "", null].map((ticket_type) => attendee("updated", { ticket_type }));
  const { status } = await callApi("POST", "/events", { body: [...events, ...events] });
  expect(status).toBe(202);
  const received = await receiver.waitFor(4);
  const tickets = received.map(({ body }) => JSON.parse(body).data.ticket_type);
  expect(tickets.sort()).toEqual(["", "", null, null]);
});

test("retries are drawn with the clock times they would have", async ({ console: page }) => {
  await page.clock.setFixedTime(new Date(2026, 10, 24, 7, 35, 20));
  await new WebhookForm(page).open();
  const schedule = page.getByRole("figure").filter({ hasText: "An event that happens now" });
  const tries = schedule.getByRole("listitem");
  await expect(schedule.getByText("last try 07:36:20")).toBeVisible();
  await expect(tries).toHaveText([/at once.*07:35:20/, /after 30 s.*07:35:50/, /after 1 min.*07:36:20/]);

  await page.getByRole("radio", { name: "Standard Webhooks" }).click();
  await expect(schedule.getByText(/last try Fri 27 Nov, \d\d:\d\d \(±.+\)/)).toBeVisible();
  await expect(tries).toHaveCount(10);

  await page.getByRole("radio", { name: "Your own" }).click();
  await page.getByRole("combobox", { name: "Unit of try 4" }).click();
  await page.getByRole("option", { name: "days" }).click();
  await expect(schedule.getByText("last try tomorrow 07:40")).toBeVisible();
  await page.getByRole("spinbutton", { name: "Try 3 after" }).fill("");
  await expect(page.getByText("Complete the list to see it drawn.")).toBeVisible();
  for (const number of [4, 3, 2]) await page.getByRole("button", { name: `Remove try ${number}` }).click();
  await expect(schedule.getByText("one try, at once")).toBeVisible();
});

test("lifecycle: switched off by hand, and self-provisioned without a switch", async ({ console: page }) => {
  const form = await new WebhookForm(page).open();
  const name = unique("Lifecycle");
  const active = page.getByRole("switch", { name: "Active" });
  await form.fill({ name, url: NOWHERE, subscriptions: ["calendar_event.user_unregistered"] });
  await active.click();
  await expect(active).toHaveAccessibleDescription(/before it is first activated are not sent later/);
  await form.create(name);
  expect(await shownWebhook(page)).toMatchObject({ status: "inactive", lifecycle: "managed" });

  await form.edit();
  await expect(active).not.toBeChecked();
  await page.getByRole("radio", { name: "Self-provisioned" }).click();
  await expect(active).toHaveCount(0);
  await expect(page.getByText("the webhook becomes active at once")).toBeVisible();
  await form.save(name);
  expect(await shownWebhook(page)).toMatchObject({ status: "active", lifecycle: "self_provisioned" });

  await form.edit();
  await page.getByRole("radio", { name: "Managed", exact: true }).click();
  await expect(active).toHaveAccessibleDescription(/what it missed can be replayed/);
  await active.click();
  await form.save(name);
  expect(await shownWebhook(page)).toMatchObject({ status: "inactive", lifecycle: "managed" });
});

test("faults are in the units of the form", async ({ console: page }) => {
  const { id } = await createWebhook(NOWHERE);
  await page.goto(`/developers/webhooks/${id}/edit`);
  const form = new WebhookForm(page);
  const timeout = page.getByRole("spinbutton", { name: "Timeout in seconds" });
  await timeout.fill("");
  await timeout.blur();
  await form.expectRefused(timeout, /^Give a time to wait for the answer\./);
  await timeout.fill("0.5");
  await form.expectRefused(timeout, /^At least 1 second\./);
  const rate = page.getByRole("spinbutton", { name: "Requests per second" });
  await rate.fill("1.5");
  await rate.blur();
  await form.expectRefused(rate, /^Give a whole number of requests\./);
});

test("what changed is in the preview of an update, and in its test event as it was written", async ({
  console: page,
  receiver,
}) => {
  const { id } = await createWebhook(receiver.url, { subscriptions: ["attendee.updated"], active: false });
  await page.goto(`/developers/webhooks/${id}/edit`);
  const form = new WebhookForm(page);
  await expect
    .poll(async () => (await form.shownRequest()).body)
    .toContain('"ticket_type":["Visitor","Sponsor"]');
  await form.section("Content type and format").getByRole("radio", { name: "Slack" }).click();
  await expect.poll(async () => (await form.shownRequest()).body).toContain("Visitor → Sponsor");

  await page.goto("/developers/webhooks");
  const webhook = await new WebhookPage(page, id).open();
  await webhook.openTest();
  const changes = webhook.sheet.getByRole("textbox", { name: "Changes" });
  await expect(changes).toHaveValue(/"Visitor"/);
  await changes.fill("[1]");
  await webhook.sendTest();
  await form.expectRefused(changes, /^The changes must be an object/);
  await changes.fill('{ "language": ["de", "en"] }');
  await webhook.sendTest();
  await changes.fill("");
  await expect(webhook.result.getByText("Succeeded")).toBeVisible();
  await webhook.sendTest();
  const [first, second] = (await receiver.waitFor(2)).map(({ body }) => JSON.parse(body).data);
  expect(first.changes).toEqual({ language: ["de", "en"] });
  expect(second).not.toHaveProperty("changes");
});

import { callApi } from "./support/api";
import { CalendarEvents } from "./support/calendar-events";
import { addMember, openAs, openOwn } from "./support/members";
import { expectGoodScreen, unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookList } from "./support/webhook-list";
import { WebhookPage } from "./support/webhook-page";
import { createWebhook, NOWHERE } from "./support/webhooks";

test("a registration is delivered to the data endpoint, and so is its withdrawal", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  const webhook = await createWebhook(receiver.url, { format: "data" }, key);
  const title = unique("Meetup");
  const calendar = new CalendarEvents(page);
  const id = await calendar.create({ title, endpoint: webhook.name, metadata: "crm-campaign=spring" });
  await calendar.register("Ada", "Lovelace", "ada@example.org");
  await expect(page.getByRole("row").filter({ hasText: "ada@example.org" })).toBeVisible();
  const [registered] = await receiver.waitFor(1);
  const payload = JSON.parse(registered?.body ?? "");
  expect(payload).toEqual({
    version: "1.0",
    action: "calendar_event.user_registered",
    status: "registered",
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    custom_metadata: "crm-campaign=spring",
    event: { id, title, slug: expect.stringMatching(/^meetup-/) },
    source: { slack_workspace_id: expect.any(String) },
    user: {
      id: expect.any(String),
      first_name: "Ada",
      last_name: "Lovelace",
      real_name: "Ada Lovelace",
      display_name: "Ada",
      email: "ada@example.org",
      profile_fields: {},
    },
  });
  await calendar.unregister("Ada Lovelace");
  const [, withdrawn] = await receiver.waitFor(2);
  expect(JSON.parse(withdrawn?.body ?? "")).toMatchObject({
    action: "calendar_event.user_unregistered",
    status: "unregistered",
    user: { id: payload.user.id },
  });
  await page.getByRole("button", { name: "See event" }).first().click();
  await expect(page.getByRole("heading", { name: /calendar_event.user_/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: webhook.name })).toContainText("Data endpoint");
});

test("a member who is registered already is refused, with what was typed still there", async ({
  browser,
}) => {
  const { page } = await openOwn(browser);
  const calendar = new CalendarEvents(page);
  await calendar.create({ title: unique("Twice") });
  await calendar.register("Grace", "Hopper", "grace@example.org");
  await page.getByRole("button", { name: "Register member" }).click();
  const dialog = page.getByRole("dialog", { name: "Register member" });
  await dialog.getByRole("textbox", { name: "First name" }).fill("Grace");
  await dialog.getByRole("textbox", { name: "Last name" }).fill("Hopper");
  await dialog.getByRole("textbox", { name: "E-mail address" }).fill("grace@example.org");
  await dialog.getByRole("button", { name: "Register", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("registered already");
  await expect(dialog.getByRole("textbox", { name: "First name" })).toHaveValue("Grace");
});

test("a webhook in use can't be deleted; after its reference is removed it can", async ({ browser }) => {
  const { page, key } = await openOwn(browser);
  const webhook = await createWebhook(NOWHERE, {}, key);
  const calendar = new CalendarEvents(page);
  const title = unique("Keeper");
  await calendar.create({ title, endpoint: webhook.name });

  const list = await new WebhookList(page).open(`?search=${encodeURIComponent(webhook.name)}`);
  await list.choose(webhook.name, "Delete");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("can’t be deleted yet");
  await expect(dialog).toContainText("Calendar Events");
  await expect(dialog.getByRole("button", { name: "Delete webhook" })).toHaveCount(0);
  await dialog.getByRole("link", { name: title }).click();
  await calendar.expectOn(title);
  expect((await callApi("DELETE", `/webhooks/${webhook.id}`, { key })).status).toBe(409);

  await new WebhookPage(page, webhook.id).open("Used by");
  await page.getByRole("link", { name: title }).click();
  await calendar.expectOn(title);
  await calendar.edit();
  await calendar.chooseEndpoint("None");
  await calendar.save();
  await calendar.expectOn(title);

  await list.open(`?search=${encodeURIComponent(webhook.name)}`);
  await list.choose(webhook.name, "Delete");
  await dialog.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  expect((await callApi("GET", `/webhooks/${webhook.id}`, { key })).status).toBe(404);
});

test("two people at once: whoever comes second is refused, and told why", async ({ browser }) => {
  const { page, key, organisation } = await openOwn(browser);
  const colleague = await openAs(browser, await addMember("admin", organisation));
  const calendar = new CalendarEvents(page);
  const title = unique("Race");
  await calendar.create({ title });

  // One has the dialog open while the other names the webhook.
  const first = await createWebhook(NOWHERE, {}, key);
  const list = await new WebhookList(colleague).open(`?search=${encodeURIComponent(first.name)}`);
  await list.choose(first.name, "Delete");
  const dialog = colleague.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Delete webhook" })).toBeEnabled();
  await calendar.edit();
  await calendar.chooseEndpoint(first.name);
  await calendar.save();
  await calendar.expectOn(title);
  await dialog.getByRole("button", { name: "Delete webhook" }).click();
  await expect(dialog).toContainText("can’t be deleted yet");
  await expect(dialog.getByRole("link", { name: title })).toBeVisible();

  // One has chosen the webhook in the form while the other deletes it.
  const second = await createWebhook(NOWHERE, {}, key);
  await calendar.edit();
  await calendar.chooseEndpoint(second.name);
  await list.open(`?search=${encodeURIComponent(second.name)}`);
  await list.choose(second.name, "Delete");
  await dialog.getByRole("button", { name: "Delete webhook" }).click();
  await expect(colleague.getByText("No webhook matches")).toBeVisible();
  await calendar.save();
  await expect(page.getByText(/There is no such webhook any more/)).toBeVisible();
  await colleague.context().close();
});

test("a viewer reads; a member of another organisation finds nothing", async ({ browser }) => {
  const organisation = unique("Module roles");
  const owner = await openAs(browser, await addMember("owner", organisation));
  const title = unique("Quiet");
  const id = await new CalendarEvents(owner).create({ title });
  const viewer = await openAs(browser, await addMember("viewer", organisation));
  await new CalendarEvents(viewer).open();
  await expect(viewer.getByRole("link", { name: "Create event" })).toHaveCount(0);
  await viewer.getByRole("link", { name: title }).click();
  await expect(viewer.getByRole("heading", { name: title })).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Register member" })).toHaveCount(0);

  const stranger = await openAs(browser, await addMember("owner", unique("Stranger")));
  for (const path of [`/modules/calendar-events/${id}`, `/modules/calendar-events/${id}/edit`]) {
    await stranger.goto(path);
    await expect(stranger.getByText("There is nothing at this address")).toBeVisible();
  }
  expect((await stranger.request.get(`/api/live/modules/calendar-events/${id}`)).status()).toBe(404);
  await Promise.all([owner, viewer, stranger].map((each) => each.context().close()));
});

test("good to read and to use, in both themes and on a phone", async ({ browser }) => {
  const { page } = await openOwn(browser);
  const calendar = new CalendarEvents(page);
  const id = await calendar.create({ title: unique("Looks"), metadata: "a=b" });
  await calendar.register("Alan", "Turing", "alan@example.org");
  await expect(page.getByRole("row").filter({ hasText: "alan@example.org" })).toBeVisible();
  await expectGoodScreen(page);
  for (const path of ["", "/new", `/${id}/edit`]) {
    await page.goto(`/modules/calendar-events${path}`);
    await expectGoodScreen(page);
  }
});

import { attendee, callApi } from "./support/api";
import { CalendarEvents } from "./support/calendar-events";
import { addMember, type Member, openAs } from "./support/members";
import { expectGoodScreen, unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { WebhookList } from "./support/webhook-list";
import { createWebhook, NOWHERE } from "./support/webhooks";

// Screens that no other spec looks at as a whole, in an organisation of their own.
test.describe.configure({ timeout: 120_000 });

const NAMES = { disabled: "Legacy ERP", used: "Community hub", plain: "CRM sync" };
let owner: Member;
let event: string;
let plain: string;

test.beforeAll(async () => {
  owner = await addMember("owner", unique("Screens"));
  const key = owner.apiKey;
  const create = async (name: string, settings: Record<string, unknown> = {}) =>
    (await createWebhook(NOWHERE, { name, ...settings }, key)).id;
  // Nobody listens there, so that its only try fails.
  const disabled = await create(NAMES.disabled, {
    subscriptions: ["attendee.created"],
    retry: { kind: "custom", delays_seconds: [] },
  });
  await create(NAMES.used);
  plain = await create(NAMES.plain, {
    headers: [
      { name: "Authorization", value: "Bearer 1" },
      { name: "X-Tenant", value: "riverside" },
    ],
  });
  const { body } = await callApi("POST", "/events", { key, body: attendee("created") });
  event = body.ids[0];
  await expect
    .poll(async () => (await callApi("GET", `/webhooks/${disabled}`, { key })).body.status)
    .toBe("disabled");
});

test("sign-in", async ({ page }) => {
  await page.goto("/sign-in");
  await expectGoodScreen(page);
});

test("home, jobs, events, test endpoints and API keys", async ({ browser }) => {
  const page = await openAs(browser, owner);
  await page.goto("/developers/test-endpoints");
  await page.getByRole("button", { name: "Create test endpoint" }).first().click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Staging");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Staging").first()).toBeVisible();
  const paths = [
    "/",
    "/developers/jobs",
    "/developers/jobs/1",
    `/developers/events/${event}`,
    "/developers/test-endpoints",
    "/developers/api-keys",
    "/developers/webhooks/none",
  ];
  for (const path of paths) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectGoodScreen(page);
    });
  }
  await page.context().close();
});

test("the form of a webhook with saved headers", async ({ browser }) => {
  const page = await openAs(browser, owner);
  await page.goto(`/developers/webhooks/${plain}/edit`);
  const headers = new WebhookForm(page).section("Headers");
  await expect(headers.getByRole("button", { name: /^Replace/ })).toHaveCount(2);
  await expectGoodScreen(page);
  await page.context().close();
});

test("the dialogs: a refused delete, rotating the secret, activating again", async ({ browser }) => {
  const page = await openAs(browser, owner);
  await new CalendarEvents(page).create({ title: "Spring meetup", endpoint: NAMES.used });
  const list = await new WebhookList(page).open();
  const dialogs = [
    { webhook: NAMES.used, item: "Delete", says: "Spring meetup" },
    { webhook: NAMES.plain, item: "Rotate secret", says: "Until" },
    { webhook: NAMES.disabled, item: "Activate", says: "since then" },
  ];
  for (const { webhook, item, says } of dialogs) {
    await test.step(item, async () => {
      await list.choose(webhook, item);
      const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
      await expect(dialog).toContainText(says);
      await expectGoodScreen(page);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    });
  }
  await page.context().close();
});

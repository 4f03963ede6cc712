import { attendee, callApi } from "./support/api";
import { addMember, type Member, openAs, openOwn } from "./support/members";
import { expectGoodScreen, unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookList } from "./support/webhook-list";
import { WebhookPage } from "./support/webhook-page";
import { createWebhook, NOWHERE } from "./support/webhooks";

// Organisations of their own: what is counted and ordered here must not change under the test.
const organisation = unique("List");
let owner: Member;
test.beforeAll(async () => {
  owner = await addMember("owner", organisation);
  const create = (name: string, settings: Record<string, unknown>) =>
    createWebhook(NOWHERE, { name, ...settings }, owner.apiKey);
  await create("Warehouse", { subscriptions: ["*"] });
  await create("badge printer", {
    subscriptions: ["attendee.created", "attendee.updated", "attendee.deleted"],
  });
  await create("CRM", { subscriptions: ["calendar_event.*"], active: false });
  await create("Partner portal", {
    subscriptions: ["calendar_event.*"],
    lifecycle: "self_provisioned",
    active: true,
  });
});

test("searched, filtered and ordered, with all of it in the address", async ({ browser }) => {
  const page = await openAs(browser, owner);
  const list = await new WebhookList(page).open();
  expect(await list.names()).toEqual(["badge printer", "CRM", "Partner portal", "Warehouse"]);
  await expect(list.row("badge printer")).toContainText("+1");
  await expect(list.row("Partner portal")).toContainText("Self-provisioned");

  await list.search.fill("PRINTER ba");
  await expect(list.count).toHaveText("1 of 4 webhooks");
  await expect(page).toHaveURL(/search=PRINTER\+ba$/);
  await list.search.fill("");
  await list.filter("Event type", "attendee.updated");
  await expect.poll(() => list.names()).toEqual(["badge printer", "Warehouse"]);
  await list.sortBy("Name");
  await expect.poll(() => list.names()).toEqual(["Warehouse", "badge printer"]);
  await expect(page).toHaveURL(/type=attendee.updated&sort=-name$/);

  await page.reload();
  await expect.poll(() => list.names()).toEqual(["Warehouse", "badge printer"]);
  await list.filter("Status", "Inactive");
  await expect(page.getByText("No webhook matches")).toBeVisible();
  await page.getByRole("button", { name: "Show all 4" }).click();
  await expect(list.count).toHaveText("4 webhooks");
  await page.context().close();
});

test("reached by the Webhooks button of the Developers module on Home", async ({ console: page }) => {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Webhooks", exact: true }).click();
  await expect(page).toHaveURL(/\/developers\/webhooks$/);
  await expect(page.getByRole("heading", { name: "Webhooks", level: 1 })).toBeVisible();
});

test("by keyboard: / searches, the arrows move, c creates, and nothing of it while typing", async ({
  browser,
}) => {
  const page = await openAs(browser, owner);
  const list = await new WebhookList(page).open();
  // Keys are heard once the page has come alive.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(list.search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("c/");
  await expect(list.search).toHaveValue("c/");
  await expect(page).toHaveURL(/\/developers\/webhooks/);
  await list.search.fill("");
  await expect(list.count).toHaveText("4 webhooks");
  await expect(page.getByRole("link", { name: "badge printer" })).toBeVisible();
  await list.search.blur();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: "badge printer" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("link", { name: "CRM" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "CRM", level: 1 })).toBeVisible();
  await list.open();
  await expect(async () => {
    await page.keyboard.press("c");
    await expect(page).toHaveURL(/\/developers\/webhooks\/new$/, { timeout: 2_000 });
  }).toPass();
  await page.context().close();
});

test("why it was disabled is told on hover and on focus", async ({ console: page, receiver }) => {
  receiver.answer((_request, response) => response.writeHead(500).end());
  const once = { retry: { kind: "custom", delays_seconds: [] }, subscriptions: ["webhook.activated"] };
  const { id, name } = await createWebhook(receiver.url, once);
  const other = await createWebhook(receiver.url, { active: false });
  await callApi("POST", `/webhooks/${other.id}/activate`);
  await expect.poll(async () => (await callApi("GET", `/webhooks/${id}`)).body.status).toBe("disabled");
  const list = await new WebhookList(page).open();
  const status = list.row(name).getByRole("button", { name: /^Disabled/ });
  await expect(status).toHaveAccessibleName(/failed its only try: the endpoint answered 500/);
  const tooltip = page.getByRole("tooltip");
  // The list may still be settling under the pointer.
  await expect(async () => {
    await page.mouse.move(0, 0, { steps: 5 });
    await status.hover();
    await expect(tooltip).toContainText("answered 500", { timeout: 2_000 });
  }).toPass();
  await page.mouse.move(0, 0, { steps: 5 });
  await expect(tooltip).toBeHidden();
  await status.focus();
  await expect(tooltip).toContainText("answered 500");
});

test("a row draws its day and says how the last delivery ended", async ({ browser, receiver }) => {
  const { page, key } = await openOwn(browser);
  receiver.answer(({ path }, response) => response.writeHead(path.endsWith("/bad") ? 500 : 200).end());
  const settings = {
    subscriptions: ["attendee.created"],
    retry: { kind: "custom", delays_seconds: [] },
    failure_rule: { kind: "never" },
  };
  const good = await createWebhook(receiver.url, settings, key);
  const bad = await createWebhook(`${receiver.url}/bad`, settings, key);
  const idle = await createWebhook(NOWHERE, {}, key);
  await callApi("POST", "/events", { key, body: [attendee("created"), attendee("created")] });
  await receiver.waitFor(4);
  const list = await new WebhookList(page).open();
  // The counts are written once a second, and the page asks every ten.
  const day = (name: string, words: string) =>
    expect(list.row(name).getByRole("img", { name: words })).toBeVisible({ timeout: 20_000 });
  await day(good.name, "100% succeeded over 24 hours: 2 of 2 jobs");
  await expect(list.row(good.name).getByRole("cell").nth(3)).toHaveText(/ago.*Succeeded|now.*Succeeded/);
  await day(bad.name, "0% succeeded over 24 hours: 0 of 2 jobs");
  await expect(list.row(bad.name).getByRole("cell").nth(3)).toHaveText(/ago.*Failed|now.*Failed/);
  await expect(list.row(idle.name)).toContainText("No jobs in the last 24 hours");
  await expect(list.row(idle.name).getByRole("cell").nth(3)).toHaveText("Never");
  await list.sortBy("Last delivery");
  await expect.poll(async () => (await list.names()).at(-1)).toBe(idle.name);
  await page.context().close();
});

test("Edit, Send test event, View jobs and Rotate secret from the list's menu", async ({
  console: page,
  receiver,
}) => {
  const { id, name } = await createWebhook(receiver.url);
  const list = new WebhookList(page);
  const webhook = new WebhookPage(page, id);
  const choose = async (item: string) => {
    await list.open(`?search=${encodeURIComponent(name)}`);
    await list.choose(name, item);
  };

  await choose("Edit");
  await expect(page.getByRole("heading", { name: `Edit ${name}`, level: 1 })).toBeVisible({
    timeout: 20_000,
  });
  await choose("Send test event");
  await webhook.sendTest();
  await expect(webhook.result).toContainText("Succeeded");
  await choose("View jobs");
  await expect(webhook.tab("Jobs")).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("row").last()).toContainText("calendar_event.user_unregistered");
  await choose("Rotate secret");
  await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByText(`“${name}” has a new signing secret`)).toBeVisible();
  await webhook.open("Signing");
  await webhook.secrets(2);
});

test("switched off and on at once, undone from the toast, and put back when the server can't be reached", async ({
  console: page,
}) => {
  const { id, name } = await createWebhook(NOWHERE);
  const list = await new WebhookList(page).open(`?search=${encodeURIComponent(name)}`);
  const row = list.row(name);
  const statusOf = async () => (await callApi("GET", `/webhooks/${id}`)).body.status;
  await list.choose(name, "Deactivate");
  await expect(row).toContainText("Inactive");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Active");
  await expect.poll(statusOf).toBe("active");

  await page.route("**/developers/webhooks**", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await list.choose(name, "Deactivate");
  await expect(page.getByText(`“${name}” was not deactivated`)).toBeVisible();
  await expect(row).toContainText("Active");
  expect(await statusOf()).toBe("active");
});

test("a copy has the settings and a secret of its own, and sends nothing yet", async ({ console: page }) => {
  const { name } = await createWebhook(NOWHERE, {
    subscriptions: ["attendee.*"],
    headers: [{ name: "X-Tenant", value: "riverside" }],
  });
  const list = await new WebhookList(page).open(`?search=${encodeURIComponent(name)}`);
  await list.choose(name, "Duplicate");
  await expect(page).toHaveURL(/\/edit$/, { timeout: 20_000 });
  await list.open(`?search=${encodeURIComponent(name)}`);
  await expect(list.row(`${name} copy`)).toContainText("Inactive");
  await expect(list.row(`${name} copy`)).toContainText("attendee.*");
});

test("deleted after asking", async ({ console: page }) => {
  const { id, name } = await createWebhook(NOWHERE);
  const list = await new WebhookList(page).open(`?search=${encodeURIComponent(name)}`);
  await list.choose(name, "Delete");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("This cannot be undone");
  await dialog.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("No webhook matches")).toBeVisible();
  expect((await callApi("GET", `/webhooks/${id}`)).status).toBe(404);
});

test.describe("by role", () => {
  test("a viewer sees the list, and nothing that would be refused", async ({ browser }) => {
    const viewer = await openAs(browser, await addMember("viewer", organisation));
    const list = await new WebhookList(viewer).open();
    await expect(list.row("Warehouse")).toBeVisible();
    await expect(viewer.getByRole("link", { name: "Create Webhook" })).toHaveCount(0);
    await viewer.keyboard.press("c");
    const menu = await list.menu("Warehouse");
    await expect(menu.getByRole("menuitem")).toHaveText(["View jobs"]);
    await expect(viewer).toHaveURL(/\/developers\/webhooks$/);
    await viewer.context().close();
  });

  test("a member of another organisation sees none of them", async ({ browser }) => {
    const stranger = await openAs(browser, await addMember("owner", unique("Stranger")));
    await new WebhookList(stranger).open();
    await expect(stranger.getByText("No webhooks yet")).toBeVisible();
    const listed = await stranger.request.get("/api/live/webhooks");
    expect((await listed.json()).value).toEqual([]);
    await stranger.context().close();
  });
});

test("good to read and to use, in both themes and on a phone", async ({ browser }) => {
  const page = await openAs(browser, owner);
  await new WebhookList(page).open();
  await expectGoodScreen(page);
  await page.context().close();
});

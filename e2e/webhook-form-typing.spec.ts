import { attendee, callApi } from "./support/api";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { NOWHERE } from "./support/webhooks";

test("what is left in the pattern box counts: when the form is sent, when it is left, and as a change", async ({
  console: page,
}) => {
  const form = await new WebhookForm(page).open();
  await form.pattern.fill("attendee.created");
  await expect(page.getByText("You have unsaved changes.")).toBeVisible();

  // A press on what is below: the list that grows must not move it away, and both are kept.
  await form.eventType("attendee.updated").click();
  await expect(form.chosen.getByRole("listitem")).toHaveText([/^attendee.updated/, /^attendee.created/]);
  await expect(form.pattern).toHaveValue("");

  await form.pattern.fill("atendee.deleted");
  await form.name.fill(unique("Typed"));
  await form.url.fill(NOWHERE);
  await form.expectRefused(form.pattern, /Did you mean attendee\.deleted/);
  await page.getByRole("button", { name: "Create Webhook" }).click();
  await expect(page.getByText(/Needs another look: Subscriptions/)).toBeVisible();
  await expect(form.pattern).toBeFocused();
  await expect(form.pattern).toHaveValue("atendee.deleted");

  await form.pattern.fill("calendar_event.*, attendee.deleted");
  await form.create(await form.name.inputValue());
  const { body } = await callApi("GET", `/webhooks/${page.url().split("/").at(-1)}`);
  expect(body.subscriptions).toEqual([
    "attendee.updated",
    "attendee.created",
    "calendar_event.*",
    "attendee.deleted",
  ]);
});

test("a suggestion takes the place of what was typed to find it", async ({ console: page }) => {
  const key = `club_${Date.now().toString(36)}`;
  const events = ["Chess", "Go", "Bridge"].map((club) =>
    attendee("created", { custom_fields: { [key]: club } }),
  );
  await callApi("POST", "/events", { body: events });
  const form = await new WebhookForm(page).open();
  await form.pattern.fill("atendee.*");
  await form.pattern.press("Enter");
  await form.section("Subscriptions").getByRole("button", { name: "attendee.*", exact: true }).click();
  await expect(form.chosen.getByRole("listitem")).toHaveCount(1);
  await expect(form.pattern).toHaveValue("");

  await form.target("Custom field", [], key);
  const row = form.targetRow("Custom field");
  const values = row.getByRole("textbox", { name: "Values" });
  const chosen = row.getByRole("list", { name: "Chosen values" }).getByRole("listitem");
  await values.fill("che");
  await row.getByRole("button", { name: "Chess" }).click();
  await expect(chosen).toHaveText([/^Chess/]);
  await expect(values).toHaveValue("");

  // Something else that was typed stays, and is added when the field is left.
  await values.fill("Backgammon");
  await row.getByRole("button", { name: "Go", exact: true }).click();
  await expect(chosen).toHaveText([/^Chess/, /^Go/]);
  await expect(values).toHaveValue("Backgammon");
  await form.name.click();
  await expect(chosen).toHaveText([/^Chess/, /^Go/, /^Backgammon/]);

  // A value that is still being written goes with the form.
  await values.fill("Bridge");
  await form.fill({ name: unique("Clubs"), url: NOWHERE, subscriptions: [] });
  await values.fill("Poker");
  await form.create(await form.name.inputValue());
  const { body } = await callApi("GET", `/webhooks/${page.url().split("/").at(-1)}`);
  expect(body.targets).toEqual([
    { field: "custom", key, values: ["Chess", "Go", "Backgammon", "Bridge", "Poker"] },
  ]);
});

test("the keyboard keeps its place when something is taken out of a list", async ({ console: page }) => {
  const form = await new WebhookForm(page).open();
  const press = async (name: string) => {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await button.press("Enter");
  };
  const expectFocus = (name: string) => expect(page.getByRole("button", { name, exact: true })).toBeFocused();

  await form.pattern.fill("attendee.created attendee.updated attendee.deleted");
  await press("Add");
  await expect(form.pattern).toBeFocused();
  await press("Remove attendee.updated");
  await expectFocus("Remove attendee.deleted");
  await page.keyboard.press("Enter");
  await expectFocus("Remove attendee.created");

  await press("Ticket type");
  await expect(form.targetRow("Ticket type").getByRole("textbox")).toBeFocused();
  await page.keyboard.type("VIP");
  await press("Add value");
  await page.keyboard.type("Sponsor");
  await page.keyboard.press("Enter");
  await press("Remove VIP");
  await expectFocus("Remove Sponsor");
  await page.keyboard.press("Enter");
  await expect(form.targetRow("Ticket type").getByRole("textbox")).toBeFocused();
  await press("No ticket");
  await expect(form.targetRow("Ticket type").getByRole("button", { name: "Remove No ticket" })).toBeVisible();
  await expect(page.locator(":focus")).toHaveCount(1);
  await press("Language");
  await press("Remove condition: Ticket type");
  await expectFocus("Remove condition: Language");
  await page.keyboard.press("Enter");
  await expectFocus("Ticket type");

  await page.getByRole("radio", { name: "Your own" }).click();
  await press("Remove try 3");
  await expectFocus("Remove try 3");
  await page.keyboard.press("Enter");
  await expectFocus("Remove try 2");
  await page.keyboard.press("Enter");
  await expectFocus("Add try");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("spinbutton", { name: "Try 2 after" })).toBeFocused();

  await press("Remove attendee.created");
  await expect(form.pattern).toBeFocused();
});

test("what was typed is not lost by leaving", async ({ console: page }) => {
  const form = await new WebhookForm(page).open();
  await form.name.fill("Half done");
  await page.getByRole("link", { name: "Cancel" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(form.name).toHaveValue("Half done");
  await page.getByRole("link", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/developers\/webhooks$/);
});

test("what was typed is not lost by the browser's Back and Reload", async ({ console: page }) => {
  await page.goto("/developers/webhooks");
  await page.getByRole("link", { name: "Create Webhook" }).first().click();
  const form = new WebhookForm(page);
  await form.name.click();
  await page.keyboard.type("Half done");
  const dialog = page.getByRole("alertdialog");
  const back = () => page.evaluate(() => history.back());
  await back();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(form.name).toHaveValue("Half done");

  const asked = page.waitForEvent("dialog");
  // It never ends, because the page stays.
  page.reload().catch(() => undefined);
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await expect(form.name).toHaveValue("Half done");

  await back();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/developers\/webhooks$/);
  await expect(form.name).toHaveCount(0);
});

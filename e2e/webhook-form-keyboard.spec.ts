import type { Locator, Page } from "@playwright/test";
import { callApi } from "./support/api";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { NOWHERE } from "./support/webhooks";

/** More stops than the whole form has. */
const MAX_STOPS = 120;

/** Goes on by Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  const isFocused = () => control.evaluate((element) => element === document.activeElement);
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    if (await isFocused()) return;
    await page.keyboard.press("Tab");
  }
  await expect(control, "in reach of Tab").toBeFocused();
}

/** Goes to a group of choices, which is one stop and begins at its first, and on by arrows to one of them. */
async function choose(page: Page, group: string, choice: string | RegExp): Promise<void> {
  const radios = page.getByRole("radiogroup", { name: group, exact: true });
  await tabTo(page, radios.getByRole("radio", { checked: true }));
  const wanted = radios.getByRole("radio", { name: choice });
  const options = await radios.getByRole("radio").all();
  for (const option of options.slice(1)) {
    if (await wanted.isChecked()) return;
    // The group chooses while the key is down, a moment after it went down.
    await page.keyboard.down("ArrowDown");
    await expect(option).toBeChecked();
    await page.keyboard.up("ArrowDown");
  }
  await expect(wanted).toBeChecked();
}

test("the whole form is filled in by keyboard alone", async ({ console: page }) => {
  test.slow();
  const form = await new WebhookForm(page).open();
  const { keyboard } = page;
  const name = unique("By keyboard");
  const number = (label: string) => page.getByRole("spinbutton", { name: label });
  const button = (label: string) => page.getByRole("button", { name: label, exact: true });
  const rewrite = async (label: string, value: string) => {
    await tabTo(page, number(label));
    await keyboard.press("ControlOrMeta+a");
    await keyboard.type(value);
  };

  await tabTo(page, form.name);
  await keyboard.type(name);
  await tabTo(page, page.getByRole("combobox", { name: "Method" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "POST" })).toBeFocused();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await tabTo(page, form.url);
  await keyboard.type(NOWHERE);
  await tabTo(page, form.pattern);
  await keyboard.type("attendee.created");
  await keyboard.press("Enter");
  await tabTo(page, form.eventType("attendee.updated"));
  await keyboard.press("Space");

  await tabTo(page, button("Ticket type"));
  await keyboard.press("Enter");
  await expect(form.targetRow("Ticket type").getByRole("textbox")).toBeFocused();
  await keyboard.type("Sponsor");
  await tabTo(page, form.targetRow("Ticket type").getByRole("button", { name: "No ticket" }));
  await keyboard.press("Enter");
  await tabTo(page, form.filter);
  await keyboard.type('event.data.language == "en"');

  await choose(page, "Format", "Data only");
  await choose(page, "Content type", "Form encoded");
  await tabTo(page, button("Add header"));
  await keyboard.press("Enter");
  await keyboard.type("X-Key");
  await keyboard.press("Tab");
  await keyboard.type("secret");
  await choose(page, "Lifecycle", "Managed");
  await tabTo(page, page.getByRole("switch", { name: "Active" }));
  await keyboard.press("Space");
  await choose(page, "Schedule", "Your own");
  await rewrite("Try 2 after", "45");
  await choose(page, "Failure rule", /several failed jobs/);
  await rewrite("failed jobs in a row", "7");
  await rewrite("Timeout in seconds", "20");
  await rewrite("Requests per second", "50");
  await tabTo(page, page.getByRole("switch", { name: "One at a time, in order" }));
  await keyboard.press("Space");
  await tabTo(page, button("Create Webhook"));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name, level: 1, exact: true })).toBeVisible();

  const { body } = await callApi("GET", `/webhooks/${page.url().split("/").at(-1)}`);
  expect(body).toMatchObject({
    name,
    url: NOWHERE,
    method: "PUT",
    subscriptions: ["attendee.created", "attendee.updated"],
    filter: 'event.data.language == "en"',
    format: "data",
    content_type: "application/x-www-form-urlencoded",
    status: "inactive",
    retry: { kind: "custom", delays_seconds: [45, 300, 3600] },
    failure_rule: { kind: "in_a_row", count: 7 },
    timeout_ms: 20_000,
    rate_limit: 50,
    ordered: true,
  });
  expect(body.targets[0].field).toBe("ticket_type");
  expect([...body.targets[0].values].sort()).toEqual(["Sponsor", null]);
});

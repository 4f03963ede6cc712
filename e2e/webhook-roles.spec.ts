import { addMember, openAs } from "./support/members";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { WebhookList } from "./support/webhook-list";
import { WebhookPage } from "./support/webhook-page";
import { createWebhook, NOWHERE } from "./support/webhooks";

test("a viewer reads, and sees no secret and nothing to change", async ({ browser }) => {
  const organisation = unique("Roles");
  const owner = await addMember("owner", organisation);
  const { id } = await createWebhook(NOWHERE, {}, owner.apiKey);
  const page = await openAs(browser, await addMember("viewer", organisation));
  const webhook = await new WebhookPage(page, id).open("Signing");
  await expect(page.getByText("Your role does not show secrets.")).toBeVisible();
  for (const name of ["Reveal", "Rotate", "Send test event", "Deactivate"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await webhook.turnTo("History");
  await expect(page.getByText("created the webhook")).toBeVisible();
  await page.goto(`/developers/webhooks/${id}/edit`);
  await expect(page.getByText("This page is not open to your role")).toBeVisible();
  await page.context().close();
});

for (const [who, role] of [
  ["a developer", "developer"],
  ["an admin", "admin"],
] as const) {
  test(`${who} makes a webhook and does with it all there is`, async ({ browser, receiver }) => {
    const page = await openAs(browser, await addMember(role, unique("Roles")));
    const name = unique("Mine");
    const form = await new WebhookForm(page).open();
    await form.fill({ name, url: receiver.url, subscriptions: ["attendee.created"] });
    await form.create(name);
    const id = page.url().split("/").at(-1) ?? "";
    const webhook = await new WebhookPage(page, id).open("Signing");
    await webhook.secrets(1);
    await webhook.rotate("1 hour");
    await webhook.openTest();
    await webhook.sendTest();
    await expect(webhook.result).toContainText("Succeeded");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Deactivate", exact: true }).click();
    await expect(page.getByText(`“${name}” is inactive`)).toBeVisible();
    await page.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(page.getByText(`“${name}” is active`)).toBeVisible();
    const list = await new WebhookList(page).open();
    await list.choose(name, "Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
    await expect(page.getByText("No webhooks yet")).toBeVisible();
    await page.context().close();
  });
}

test("a member of another organisation finds nothing, in pages and routes alike", async ({
  browser,
  receiver,
}) => {
  const { id } = await createWebhook(receiver.url);
  const page = await openAs(browser, await addMember("owner", unique("Stranger")));
  for (const path of ["", "/jobs", "/signing", "/used-by", "/history", "/edit"]) {
    await page.goto(`/developers/webhooks/${id}${path}`);
    await expect(page.getByText("There is nothing at this address"), path).toBeVisible();
  }
  for (const path of ["", "/stats", "/failures", "/history", "/secrets", "/missed", "/uses"]) {
    const response = await page.request.get(`/api/live/webhooks/${id}${path}`);
    expect(response.status(), path).toBe(404);
  }
  await page.context().close();
});

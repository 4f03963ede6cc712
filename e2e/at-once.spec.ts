import { callApi } from "./support/api";
import { CalendarEvents } from "./support/calendar-events";
import { addMember, openAs, openOwn } from "./support/members";
import { unique } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookList } from "./support/webhook-list";
import { createWebhook, NOWHERE } from "./support/webhooks";

test("two confirm at the same moment: one deletes, the other is told", async ({ browser }) => {
  const { page, key, organisation } = await openOwn(browser);
  const colleague = await openAs(browser, await addMember("admin", organisation));
  const { id, name } = await createWebhook(NOWHERE, {}, key);
  const confirms = await Promise.all(
    [page, colleague].map(async (each) => {
      const list = await new WebhookList(each).open();
      await list.choose(name, "Delete");
      const confirm = each.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" });
      await expect(confirm).toBeEnabled();
      return confirm;
    }),
  );
  await Promise.all(confirms.map((confirm) => confirm.click()));
  const deleted = `“${name}” was deleted`;
  const told = page.getByText(deleted).or(page.getByRole("alertdialog").getByRole("alert"));
  const toldToo = colleague.getByText(deleted).or(colleague.getByRole("alertdialog").getByRole("alert"));
  const words = await Promise.all([told, toldToo].map((each) => each.innerText()));
  expect(words.sort()).toEqual(["There is no such webhook, or it was deleted.", deleted]);
  expect((await callApi("GET", `/webhooks/${id}`, { key })).status).toBe(404);
  await Promise.all([page, colleague].map((each) => each.context().close()));
});

test("one deletes and one makes use of it at the same moment: never both", async ({ browser }) => {
  const { page, key, organisation } = await openOwn(browser);
  const colleague = await openAs(browser, await addMember("admin", organisation));
  const calendar = new CalendarEvents(page);
  const title = unique("Same moment");
  const event = await calendar.create({ title });
  const { id, name } = await createWebhook(NOWHERE, {}, key);
  const list = await new WebhookList(colleague).open();
  await list.choose(name, "Delete");
  const dialog = colleague.getByRole("alertdialog");
  const confirm = dialog.getByRole("button", { name: "Delete webhook" });
  await expect(confirm).toBeEnabled();
  await calendar.edit();
  await calendar.chooseEndpoint(name);

  await Promise.all([calendar.save(), confirm.click()]);
  const refused = dialog.getByText("can’t be deleted yet");
  await expect(refused.or(colleague.getByText(`“${name}” was deleted`))).toBeVisible();
  const isRefused = await refused.isVisible();
  expect((await callApi("GET", `/webhooks/${id}`, { key })).status).toBe(isRefused ? 200 : 404);
  if (isRefused) await expect(dialog.getByRole("link", { name: title })).toBeVisible();
  else await expect(page.getByText(/There is no such webhook any more/)).toBeVisible();
  await page.goto(`/modules/calendar-events/${event}`);
  await expect(page.getByRole("link", { name })).toHaveCount(isRefused ? 1 : 0);
  await Promise.all([page, colleague].map((each) => each.context().close()));
});

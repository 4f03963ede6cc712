import { status } from "../scripts/test/receiver";
import { attendee, callApi } from "./support/api";
import { openOwn } from "./support/members";
import { expectGoodScreen } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";
import { createWebhook } from "./support/webhooks";

test("a receiver that asks for patience: the webhook and its jobs say why they wait, and nothing is lost", async ({
  browser,
  receiver,
}) => {
  receiver.answer(status(429, { "retry-after": "3600" }));
  const { page, key } = await openOwn(browser);
  const { id } = await createWebhook(receiver.url, { subscriptions: ["attendee.*"] }, key);
  await callApi("POST", "/events", { key, body: attendee("created") });
  await receiver.waitFor(1);
  await page.goto("/developers/jobs/1");
  await expect(page.getByText("The receiver asked to wait (429)", { exact: true })).toBeVisible();
  await expect(page.getByText("The receiver asked to wait; this try is not counted.")).toBeVisible();
  await expectGoodScreen(page);

  await callApi("POST", "/events", { key, body: [attendee("updated"), attendee("deleted")] });
  await page.goto(`/developers/webhooks/${id}`);
  await expect(
    page.getByText(/^The receiver asked to wait until .* \(429\)\. 3 jobs wait unharmed\.$/),
  ).toBeVisible();
  await expectGoodScreen(page);
  await page.goto("/developers/jobs");
  await expect(page.getByText(/^Asked to wait \(429\), in /)).toHaveCount(3);
  expect(receiver.requests).toHaveLength(1);
  const { body } = await callApi("GET", `/webhooks/${id}`, { key });
  expect(body.status).toBe("active");
  await page.context().close();
});

test("a receiver that does not answer: the webhook says that it is tried one request at a time, and how many jobs wait", async ({
  browser,
  receiver,
}) => {
  test.setTimeout(150_000);
  receiver.answer((_request, response) => response.socket?.destroy());
  const { page, key } = await openOwn(browser);
  const retry = { kind: "custom", delays_seconds: [1, 1, 60] };
  const { id } = await createWebhook(receiver.url, { subscriptions: ["attendee.*"], retry }, key);
  await callApi("POST", "/events", { key, body: Array.from({ length: 60 }, () => attendee("created")) });
  await page.goto(`/developers/webhooks/${id}`);
  await expect(
    page.getByText(/^The receiver does not answer\. .* next at .* \d+ jobs wait unharmed\.$/),
  ).toBeVisible({ timeout: 60_000 });
  await expectGoodScreen(page);
  await page.goto("/developers/jobs");
  await expect(page.getByText(/^No answer, next in /).first()).toBeVisible({ timeout: 30_000 });
  expect(receiver.requests.length).toBeLessThan(60);
  await page.context().close();
});

test("a chat format says the pace it starts at, in the form and on the webhook's page", async ({
  console: page,
  receiver,
}) => {
  const { id } = await createWebhook(receiver.url, { format: "slack" });
  await page.goto(`/developers/webhooks/${id}`);
  await expect(page.getByText("About 1 request per second, the pace of Slack")).toBeVisible();
  await new WebhookForm(page).edit();
  const rate = page.getByRole("spinbutton", { name: /^Requests per second/ });
  await expect(rate).toHaveAttribute("placeholder", "1");
  await expect(rate).toHaveAccessibleDescription(
    /^Left empty: about 1 request per second, the pace of Slack\./,
  );
});

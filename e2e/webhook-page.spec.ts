import { Webhook as StandardWebhook } from "standardwebhooks";
import { attendee, callApi, registration } from "./support/api";
import { openOwn } from "./support/members";
import { expectGoodScreen } from "./support/screens";
import { expect, test } from "./support/test";
import { WebhookPage } from "./support/webhook-page";
import { createWebhook } from "./support/webhooks";

type Request = { headers: Record<string, unknown>; body: string };
const verify = (secret: string, request: Request | undefined) =>
  new StandardWebhook(secret).verify(request?.body ?? "", request?.headers as Record<string, string>);
const asText = (headers: Record<string, unknown> = {}) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

test("a test event: the sample is changed, checked, sent to this webhook alone, and the result comes back in place", async ({
  console: page,
  receiver,
}) => {
  receiver.answer((_request, response) =>
    response.writeHead(202, { "content-type": "text/plain" }).end("taken"),
  );
  const { id } = await createWebhook(receiver.url, { subscriptions: ["attendee.updated"], active: false });
  const webhook = await new WebhookPage(page, id).open();
  await webhook.openTest();
  await expect(webhook.sheet.getByRole("button", { name: "Event type" })).toHaveText("attendee.updated");

  const sample = await webhook.data.inputValue();
  await webhook.data.fill("{");
  await webhook.sendTest();
  await expect(webhook.data).toHaveAccessibleDescription(/This is not JSON/);
  await webhook.data.fill(JSON.stringify({ ...JSON.parse(sample), email: 7 }));
  await webhook.sendTest();
  await expect(webhook.data).toHaveAccessibleDescription(/data\.email: Must be string/);
  await webhook.data.fill(sample.replace(/"first_name": "[^"]*"/, '"first_name": "Zoë"'));
  await webhook.sendTest();

  await expect(webhook.result).toContainText("Succeeded");
  await expect(webhook.result).toContainText("HTTP 202 Accepted");
  await expect(webhook.result).toContainText("taken");
  const [request] = await receiver.waitFor(1);
  expect(JSON.parse(request?.body ?? "").data.first_name).toBe("Zoë");
  await webhook.result.getByRole("link", { name: /^Job #/ }).click();
  await expect(page.getByRole("heading", { name: /^Job #/ })).toBeVisible();
  await expect(page.getByText("Test", { exact: true })).toBeVisible();
  expect(receiver.requests).toHaveLength(1);
});

test("a secret is rotated: in the overlap both sign, and a request is verified with either", async ({
  console: page,
  receiver,
}) => {
  const { id } = await createWebhook(receiver.url);
  const webhook = await new WebhookPage(page, id).open("Signing");
  const [old = ""] = await webhook.secrets(1);
  await webhook.rotate("2 days");
  await expect(page.getByText(/^Signs until/)).toBeVisible();
  const [current = "", former] = await webhook.secrets(2);
  expect(former).toBe(old);
  expect(current).not.toBe(old);

  await webhook.openTest();
  await webhook.sendTest();
  await expect(webhook.result).toContainText("Succeeded");
  // The newest: other tests' events may have come before the rotation.
  const request = receiver.requests.at(-1);
  expect(String(request?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  expect(verify(old, request)).toEqual(verify(current, request));
  await page.keyboard.press("Escape");

  await webhook.rotate("Not at all: stop at once");
  const [newest = ""] = await webhook.secrets(1);
  await webhook.openTest();
  await webhook.sendTest();
  const isSigned = (secret: string) => {
    try {
      return Boolean(verify(secret, receiver.requests.at(-1)));
    } catch {
      return false;
    }
  };
  await expect.poll(() => isSigned(newest)).toBe(true);
  const second = receiver.requests.at(-1);
  for (const secret of [old, current]) expect(() => verify(secret, second)).toThrow();
});

test("the playground says whether a request is genuine, and what is wrong with it", async ({
  console: page,
  receiver,
}) => {
  const { id } = await createWebhook(receiver.url, { subscriptions: ["calendar_event.user_registered"] });
  const other = await createWebhook(receiver.url);
  // As a platform writes it: what is typed in a test event is sent with its white space.
  expect((await callApi("POST", "/events", { body: registration("Ada") })).status).toBe(202);
  const [request] = await receiver.waitFor(1);
  const webhook = await new WebhookPage(page, id).open("Signing");

  await webhook.check(asText(request?.headers), request?.body ?? "");
  await expect(page.getByText("The signature is right")).toBeVisible();
  await webhook.check(asText(request?.headers), JSON.stringify(JSON.parse(request?.body ?? ""), null, 2));
  await expect(page.getByText(/parsed and written again/)).toBeVisible();
  await webhook.check("content-type: application/json", "{}");
  await expect(
    page.getByText(/webhook-id, webhook-timestamp and webhook-signature are missing/),
  ).toBeVisible();
  await page.getByRole("button", { name: "Use the last delivery" }).click();
  await expect(page.getByRole("textbox", { name: "Body" })).toHaveValue(request?.body ?? "");

  const elsewhere = await new WebhookPage(page, other.id).open("Signing");
  await elsewhere.check(asText(request?.headers), request?.body ?? "");
  await expect(page.getByText(/sent by another webhook/)).toBeVisible();
  await expect(page.getByText("The signature can’t be confirmed")).toBeVisible();

  const files = {
    Python: "verify.py",
    Go: "verify.go",
    Ruby: "verify.rb",
    PHP: "verify.php",
    curl: "send.sh",
  };
  for (const [language, file] of Object.entries({
    ...files,
    Java: "WebhookVerifier.java",
    "C#": "WebhookVerifier.cs",
  })) {
    await page.getByRole("radio", { name: language, exact: true }).click();
    await expect(page.locator("figure").filter({ hasText: file })).toContainText("WEBHOOK_SECRET");
  }
});

test("disabled by failures: the reason, the evidence, and after activating what was missed", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  receiver.answer((_request, response) => response.writeHead(500).end("broken"));
  const settings = {
    subscriptions: ["attendee.updated"],
    retry: { kind: "custom", delays_seconds: [] },
    ordered: true,
  };
  const { id, name } = await createWebhook(receiver.url, settings, key);
  const emit = () => callApi("POST", "/events", { key, body: attendee("updated") });
  const statusOf = async () => (await callApi("GET", `/webhooks/${id}`, { key })).body.status;
  await emit();
  await expect.poll(statusOf).toBe("disabled");
  await emit();
  await emit();

  const webhook = await new WebhookPage(page, id).open();
  await expect(page.getByText(/failed its only try: the endpoint answered 500/).first()).toBeVisible();
  await expect(page.getByText("500 Internal Server Error")).toBeVisible();
  await page.getByRole("link", { name: /^See job #/ }).click();
  await expect(page.getByText("broken", { exact: true })).toBeVisible();

  receiver.answer((_request, response) => response.end("ok"));
  await webhook.open();
  await page.getByRole("button", { name: "Activate" }).click();
  const dialog = page.getByRole("dialog", { name: /^Activate/ });
  await expect(dialog).toContainText("It missed 3 events since then");
  await dialog.getByRole("button", { name: "Activate and send 3 missed" }).click();
  await receiver.waitFor(4);
  await expect(page.getByText(`“${name}” is active`)).toBeVisible();
  // Inactive without the reason is not what it was.
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(page.getByText("3 missed events are on the way")).toBeVisible();
  await expect.poll(statusOf).toBe("active");
  await page.context().close();
});

test("charts tell how deliveries went, also in words, over a day, a week and a month", async ({
  browser,
  receiver,
}) => {
  const { page, key } = await openOwn(browser);
  const { id } = await createWebhook(receiver.url, { subscriptions: ["attendee.created"] }, key);
  await callApi("POST", "/events", { key, body: [attendee("created"), attendee("created")] });
  await receiver.waitFor(2);
  await new WebhookPage(page, id).open();
  const table = page.getByRole("table", { name: "Jobs that ended, by time" });
  // The counts are written once a second, and the page asks every ten.
  await expect(table.getByRole("row").last().getByRole("cell").first()).toHaveText("2", { timeout: 20_000 });
  await expect(page.getByRole("region", { name: "Deliveries" })).toContainText("100%");
  const cursor = page.getByRole("slider", { name: "Jobs, bar by bar" });
  await cursor.focus();
  await expect(page.getByText(/ · 2 succeeded$/)).toBeVisible();
  await cursor.press("ArrowLeft");
  await expect(page.getByText(/ · no jobs$/)).toBeVisible();
  await expect(cursor).toHaveAttribute("aria-valuetext", / · no jobs$/);
  await cursor.press("ArrowRight");
  await expect(page.getByText(/ · 2 succeeded$/)).toBeVisible();
  await page.getByRole("radio", { name: "7 days" }).click();
  await expect(page).toHaveURL(/range=7d$/);
  await expect(table.getByRole("row")).toHaveCount(29);
  await page.getByRole("radio", { name: "30 days" }).click();
  await expect(table.getByRole("row")).toHaveCount(31);
  await expect(table.getByRole("row").last().getByRole("cell").first()).toHaveText("2");
  await page.context().close();
});

test("its jobs, its history field by field, and no secret in it", async ({ browser, receiver }) => {
  const { page, key } = await openOwn(browser);
  const settings = {
    subscriptions: ["attendee.created"],
    headers: [{ name: "X-Key", value: "hush-hush-value" }],
  };
  const { id } = await createWebhook(receiver.url, settings, key);
  await callApi("PATCH", `/webhooks/${id}`, {
    key,
    body: { timeout_ms: 20_000, subscriptions: ["attendee.*"] },
  });
  await callApi("POST", "/events", { key, body: attendee("created") });
  await receiver.waitFor(1);
  const webhook = await new WebhookPage(page, id).open("Signing");
  const [secret = ""] = await webhook.secrets(1);
  await webhook.turnTo("Jobs");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row").last()).toContainText("attendee.created");
  await webhook.turnTo("History");
  const entries = page
    .getByRole("main")
    .getByRole("list")
    .getByRole("listitem")
    .filter({ hasText: "First key" });
  await expect(entries.first()).toContainText("changed the settings");
  await expect(entries.first()).toContainText(/Timeout.*15 s.*20 s/s);
  await expect(entries.last()).toContainText("created the webhook");
  await expect(page.getByText("looked at the signing secret")).toBeVisible();
  const shown = await page.content();
  expect(shown).not.toContain("hush-hush-value");
  expect(shown).not.toContain(secret);
  await page.context().close();
});

test("good to read and to use on every tab, in both themes and on a phone", async ({ browser, receiver }) => {
  const { page, key } = await openOwn(browser);
  test.setTimeout(120_000);
  receiver.answer((_request, response) => response.writeHead(500).end("broken"));
  const once = { subscriptions: ["attendee.created"], retry: { kind: "custom", delays_seconds: [] } };
  const { id } = await createWebhook(receiver.url, once, key);
  await callApi("POST", "/events", { key, body: attendee("created") });
  await expect
    .poll(async () => (await callApi("GET", `/webhooks/${id}`, { key })).body.status)
    .toBe("disabled");
  const webhook = new WebhookPage(page, id);
  for (const tab of ["Overview", "Jobs", "Signing", "Used by", "History"] as const) {
    await webhook.open(tab);
    await expectGoodScreen(page);
  }
  await webhook.openTest();
  await webhook.sendTest();
  await expect(webhook.result).toContainText("Failed");
  await expectGoodScreen(page);
});

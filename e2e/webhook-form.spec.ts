import { startReceiver } from "../scripts/test/receiver";
import { attendee, callApi } from "./support/api";
import { expectGoodScreen, unique } from "./support/screens";
import { expect, expectAccessible, test } from "./support/test";
import { WebhookForm } from "./support/webhook-form";

/** What the connection adds to the headers that are shown. */
const OF_THE_CONNECTION = ["host", "connection", "content-length"];

const TEMPLATE = `{"who": {{ event.data.email | json }}, "company": {{ event.data.custom_fields.company | json }},
 "text": "<&> ü {{ event.type }}"}`;

test("every setting is kept, and the preview is the request that is received, byte for byte", async ({
  console: page,
  receiver,
}) => {
  test.slow();
  const name = unique("Everything");
  const company = unique("Compilers & Söhne");
  const form = await new WebhookForm(page).open();
  await form.fill({ name, url: receiver.url, subscriptions: ["attendee.*"] });
  await page.getByRole("combobox", { name: "Method" }).click();
  await page.getByRole("option", { name: "PUT" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("For the sponsors' desk");
  await form.target("Ticket type", ["Sponsor", "Partner"]);
  await form.target("Attendee type", ["Guest", "Speaker"]);
  await form.target("Language", ["en"]);
  await form.target("Custom field", [company], "company");
  await form.filter.fill('event.data.language == "en" && event.data.email.endsWith("example.org")');
  await form.section("Content type and format").getByRole("radio", { name: "Template" }).click();
  await form.template.fill(TEMPLATE);
  await page.getByRole("radio", { name: "Form encoded" }).click();
  await form.header("X-Second", "two");
  await form.header("Authorization", "Bearer secret-of-mine");
  await page.getByRole("button", { name: "Move Authorization up" }).click();
  await page.getByRole("radio", { name: "Your own" }).click();
  await page.getByRole("spinbutton", { name: "Try 2 after" }).fill("45");
  await page.getByRole("radio", { name: /several failed jobs/ }).click();
  await page.getByRole("spinbutton", { name: "failed jobs in a row" }).fill("7");
  await page.getByRole("spinbutton", { name: "Timeout in seconds" }).fill("20.5");
  await page.getByRole("spinbutton", { name: "Requests per second" }).fill("50");
  await page.getByRole("switch", { name: "One at a time, in order" }).click();
  await form.create(name);

  const event = attendee("created", { custom_fields: { company } });
  const { status, body } = await callApi("POST", "/events", { body: event });
  expect(status).toBe(202);
  const [received] = await receiver.waitFor(1);

  await form.edit();
  await page.getByRole("tab", { name: "Recent events" }).click();
  await expect(form.preview.getByText(company, { exact: true })).toBeVisible();
  await form.preview
    .getByRole("button", { name: "Sent: show the request for attendee.created", exact: true })
    .click();
  await expect(form.preview.getByText(`msg_${body.ids[0]}_`, { exact: false })).toBeVisible();
  const shown = await form.shownRequest();
  expect(shown.body).toBe(received?.body);
  expect(shown.line).toBe(`${received?.method} ${receiver.url}`);
  const arrived = Object.keys(received?.headers ?? {}).filter(
    (header) => !OF_THE_CONNECTION.includes(header),
  );
  expect(shown.headers.map(([header]) => header.toLowerCase())).toEqual(arrived);
  for (const [header, value] of shown.headers) {
    if (header === "webhook-timestamp" || header === "webhook-signature") {
      expect(received?.headers[header]).toHaveLength(value.length);
    } else if (["Authorization", "X-Second"].includes(header)) expect(value).toMatch(/^•+$/);
    else expect(received?.headers[header]).toBe(value);
  }
  expect(received?.headers).toMatchObject({
    authorization: "Bearer secret-of-mine",
    "x-second": "two",
    "content-type": "application/x-www-form-urlencoded",
  });

  await expect(page.getByRole("combobox", { name: "Method" })).toHaveText("PUT");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("For the sponsors' desk");
  for (const [field, values] of [
    ["Ticket type", ["Sponsor", "Partner"]],
    ["Attendee type", ["Guest", "Speaker"]],
    ["Language", ["en"]],
    ["Custom field", [company]],
  ] as const) {
    const chosen = form.targetRow(field).getByRole("list", { name: "Chosen values" }).getByRole("listitem");
    await expect(chosen).toHaveText(values.map((value) => `${value}Remove ${value}`));
  }
  await expect(form.filter).toHaveValue(/language == "en"/);
  await expect(form.template).toHaveValue(TEMPLATE);
  expect(await form.headerNames()).toEqual(["Authorization", "X-Second"]);
  await expect(page.getByRole("spinbutton", { name: "Try 2 after" })).toHaveValue("45");
  await expect(page.getByRole("spinbutton", { name: "Try 3 after" })).toHaveValue("5");
  await expect(page.getByRole("spinbutton", { name: "failed jobs in a row" })).toHaveValue("7");
  await expect(page.getByRole("spinbutton", { name: "Timeout in seconds" })).toHaveValue("20.5");
  await expect(page.getByRole("spinbutton", { name: "Requests per second" })).toHaveValue("50");
  await expect(page.getByRole("switch", { name: "One at a time, in order" })).toBeChecked();
});

test("target attendees: the ticket type Sponsor alone, and why not the others", async ({
  console: page,
  receiver,
}) => {
  const name = unique("Sponsors");
  const form = await new WebhookForm(page).open();
  await form.fill({ name, url: receiver.url, subscriptions: ["attendee.created"] });
  await form.target("Ticket type", ["Sponsor"]);
  await form.create(name);

  const events = [{ ticket_type: "Visitor" }, { ticket_type: null }, { ticket_type: "Sponsor" }];
  const { body } = await callApi("POST", "/events", {
    body: events.map((data) => attendee("created", data)),
  });
  const [received] = await receiver.waitFor(1);
  expect(JSON.parse(received?.body ?? "").data.ticket_type).toBe("Sponsor");
  for (const [index, expected] of [0, 0, 1].entries()) {
    const { body: answer } = await callApi("GET", `/jobs?event_id=${body.ids[index]}`);
    const mine = answer.jobs.filter((job: { webhook_name: string }) => job.webhook_name === name);
    expect(mine, JSON.stringify(events[index])).toHaveLength(expected);
  }

  await form.edit();
  await page.getByRole("tab", { name: "Recent events" }).click();
  await expect(
    form.preview.getByText("Ticket type is “Visitor”, and the webhook wants “Sponsor”.").first(),
  ).toBeVisible();
  await form.section("Target attendees").getByRole("button", { name: "No ticket" }).click();
  await expect(form.preview.getByText("There is no ticket, and the webhook wants “Sponsor”.")).toHaveCount(0);
});

test("each refusal is at its field, in the form as on the server, and loses no typing", async ({
  console: page,
}) => {
  const form = await new WebhookForm(page).open();
  const create = page.getByRole("button", { name: "Create Webhook" });
  await create.click();
  await form.expectRefused(form.name, "Give the webhook a name.");
  await form.expectRefused(form.url, /Give the address/);
  await expect(form.section("Subscriptions").getByText(/Choose at least one event type/)).toBeVisible();
  await expect(form.name).toBeFocused();

  await form.url.fill("ftp://example.org");
  await form.url.blur();
  await form.expectRefused(form.url, /must begin with https/);
  await form.url.fill("http://10.1.2.3/hook");
  await form.url.blur();
  await form.expectRefused(form.url, /private address/);

  await form.pattern.fill("atendee.*");
  await form.pattern.press("Enter");
  await form.expectRefused(form.pattern, /Did you mean attendee\.\*/);
  await form.section("Subscriptions").getByRole("button", { name: "attendee.*", exact: true }).click();
  await expect(
    form.section("Subscriptions").getByText(/Matches these 3 types today, and future/),
  ).toBeVisible();

  await form.filter.fill("event.data.tiket_type == 1");
  await form.expectRefused(form.filter, /Line 1, column 12.*Did you mean “ticket_type”/);

  const headers = form.section("Headers");
  await form.header("Content-Length", "1");
  await headers.getByRole("textbox", { name: "Value" }).blur();
  await form.expectRefused(headers.getByRole("textbox", { name: "Header name" }), /set by the connection/);
  await headers.getByRole("textbox", { name: "Header name" }).fill("X-Signature");
  await expect(headers.getByText(/A fixed value here proves nothing/)).toBeVisible();

  await form.section("Content type and format").getByRole("radio", { name: "Template" }).click();
  await form.template.fill('{"a": {{ event.data.email | nothing }}}');
  await form.expectRefused(form.template, /Line 1, column/);
  await form.template.fill("Hello {{ event.data.first_name }}");
  await expect(form.preview.getByText(/not valid JSON/)).toBeVisible();

  await page.getByRole("radio", { name: "Your own" }).click();
  const delay = page.getByRole("spinbutton", { name: "Try 3 after" });
  await delay.fill("20000");
  await delay.blur();
  await form.expectRefused(delay, /At most 7 days/);
  await delay.fill("");
  // The message that appears under the field must not take the press on what is below it.
  await page.getByRole("radio", { name: /several failed jobs/ }).click();
  await expect(page.getByRole("radio", { name: /several failed jobs/ })).toBeChecked();
  await form.expectRefused(delay, "Give a time to wait.");
  await delay.fill("1");
  await form.name.fill("Refused by the server");
  await create.click();

  // These pass the form's schema: it is the server that refuses them.
  await form.expectRefused(form.template, /not valid JSON/);
  await form.expectRefused(form.filter, /tiket_type/);
  await form.expectRefused(form.url, /private address/);
  await expect(page.getByText(/Needs another look: Basics, Filter, Format/)).toBeVisible();
  await expect(form.template).toHaveValue("Hello {{ event.data.first_name }}");
  await expect(form.name).toHaveValue("Refused by the server");
});

test("an edit keeps secret headers, which nobody sees again, and replaces the one that is asked for", async ({
  console: page,
  receiver,
}) => {
  const name = unique("Secretive");
  const form = await new WebhookForm(page).open();
  await form.fill({ name, url: receiver.url, subscriptions: ["attendee.created"] });
  await form.header("Authorization", "Bearer first-secret");
  await form.header("X-Client", "one");
  await form.create(name);

  await form.edit();
  expect(await page.content()).not.toContain("first-secret");
  await expect(form.section("Headers").getByText("Saved, hidden")).toHaveCount(2);
  await page.getByRole("button", { name: "Move X-Client up" }).click();
  await expect(page.getByText("X-Client is now 1 of 2.")).toBeAttached();
  await expect(page.getByRole("button", { name: "Move X-Client down" })).toBeFocused();
  await page.getByRole("button", { name: "Replace the value of X-Client" }).click();
  await expect(form.section("Headers").getByRole("textbox", { name: "Value" })).toBeFocused();
  await page.keyboard.type("two");
  await form.save(name);

  await callApi("POST", "/events", { body: attendee("created") });
  const [received] = await receiver.waitFor(1);
  expect(received?.headers).toMatchObject({ authorization: "Bearer first-secret", "x-client": "two" });
});

test("saved headers are asked for again while the address leads to another host", async ({
  console: page,
  receiver,
}) => {
  test.slow();
  const name = unique("Moving");
  const form = await new WebhookForm(page).open();
  await form.fill({ name, url: receiver.url, subscriptions: ["attendee.created"] });
  await form.header("Authorization", "Bearer first-secret");
  await form.header("X-Client", "one");
  await form.create(name);
  await form.edit();
  const headers = form.section("Headers");
  const other = await startReceiver();
  const elsewhere = other.url;

  await form.url.fill(elsewhere);
  await expect(headers.getByText("The address leads to another host")).toBeVisible();
  await expect(headers.getByText("Saved, hidden")).toHaveCount(0);
  const values = headers.getByRole("textbox", { name: "Value" });
  await expect(values).toHaveCount(2);
  await expect(values.first()).toHaveAccessibleDescription(/given for another host/);
  await expectGoodScreen(page);
  await page.getByRole("button", { name: "Save changes" }).click();
  await form.expectRefused(values.first(), /Give the header a value/);

  await form.url.fill(receiver.url);
  await expect(headers.getByText("Saved, hidden")).toHaveCount(2);
  await expect(headers.getByText("The address leads to another host")).toHaveCount(0);

  await form.url.fill(elsewhere);
  await values.first().fill("Bearer second-secret");
  await values.last().fill("two");
  await form.save(name);
  await callApi("POST", "/events", { body: attendee("created") });
  const [request] = await other.waitFor(1);
  expect(request?.headers).toMatchObject({ authorization: "Bearer second-secret", "x-client": "two" });
  await other.close();
});

test("the filter offers what can be used, by keyboard and by pointer", async ({ console: page }) => {
  const form = await new WebhookForm(page).open();
  await form.subscribe("attendee.*");
  await form.filter.click();
  await expect(async () => {
    await form.filter.fill("");
    await form.filter.pressSequentially("ticket");
    await expect(page.getByRole("option", { name: /event\.data\.ticket_type/ })).toBeVisible({
      timeout: 500,
    });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(form.filter).toHaveValue("event.data.ticket_type");
  await page.keyboard.type(' == "Sponsor"');
  await form.section("Filter").getByText("What can be used").click();
  await form
    .section("Filter")
    .getByRole("button", { name: /endsWith\("@example\.org"\)/ })
    .click();
  await expect(form.filter).toHaveValue(
    'event.data.ticket_type == "Sponsor" && event.data.email.endsWith("@example.org")',
  );
  await expect(form.section("Filter").getByText(/It fits the event types/)).toBeVisible();
});

test("everyone can use it: both themes, a phone, each part open", async ({ console: page }) => {
  test.slow();
  const form = await new WebhookForm(page).open();
  await form.subscribe("attendee.*");
  await form.target("Ticket type", ["Sponsor"]);
  await form.section("Content type and format").getByRole("radio", { name: "Template" }).click();
  await form.header("X-Signature", "1");
  await page.getByRole("radio", { name: "Your own" }).click();
  await page.getByRole("radio", { name: /several failed jobs/ }).click();
  for (const details of await page.getByText("What can be used").all()) await details.click();
  await page.getByRole("button", { name: "Create Webhook" }).click();
  await expect(page.getByText(/Needs another look/)).toBeVisible();
  await expectAccessible(page);
  await form.template.fill('{"type": {{ event.type | json }}}');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Live preview" }).click();
  await expect(form.preview.getByRole("table", { name: "Headers of the request" })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});

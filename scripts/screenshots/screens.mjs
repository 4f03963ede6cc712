/**
 * A screen to take a picture of.
 * @typedef {object} Screen
 * @property {string} name of its file
 * @property {string} path
 * @property {(page: import("@playwright/test").Page) => Promise<unknown>} [act] what is done on it before
 * @property {boolean} [signedOut]
 * @property {boolean} [deskOnly] what it shows needs a pointer or keys
 */

const EXAMPLE = `{
  "email": {{ event.data.email | json }},
  "company": {{ event.data.custom_fields.company | json }},
  "source": "riverside-{{ event.type }}"
}`;

/** What a server shows that nobody has used yet. @type {Screen} */
export const SETUP = { name: "setup", path: "/setup", signedOut: true };

/**
 * Every screen worth a look, in the order of the navigation.
 * @param {Record<string, string>} ids the webhooks' by name
 * @param {{ calendarEvent: string, event: string, endpoint: string, failedJob: number, waitingJob: number, job: number }} places
 * @returns {Screen[]}
 */
export function screens(ids, places) {
  const webhook = (name, rest = "") => `/developers/webhooks/${ids[name]}${rest}`;
  return [
    { name: "sign-in", path: "/sign-in", signedOut: true },
    { name: "home", path: "/" },
    { name: "webhooks", path: "/developers/webhooks" },
    { name: "webhooks-menu", path: "/developers/webhooks", act: (page) => openMenu(page, "Data warehouse") },
    { name: "webhooks-reason", path: "/developers/webhooks", act: showReason, deskOnly: true },
    { name: "webhooks-none", path: "/developers/webhooks?search=nothing" },
    {
      name: "webhook-delete-refused",
      path: "/developers/webhooks",
      act: (page) => choose(page, "Community hub", "Delete"),
    },
    {
      name: "webhook-delete",
      path: "/developers/webhooks",
      act: (page) => choose(page, "Audit archive", "Delete"),
    },
    {
      name: "webhook-rotate",
      path: "/developers/webhooks",
      act: (page) => choose(page, "CRM sync", "Rotate secret"),
    },
    {
      name: "webhook-activate",
      path: "/developers/webhooks",
      act: (page) => choose(page, "Legacy ERP", "Activate"),
    },
    { name: "webhook-new", path: "/developers/webhooks/new" },
    { name: "webhook-new-filled", path: "/developers/webhooks/new", act: fillForm },
    { name: "webhook-new-errors", path: "/developers/webhooks/new", act: fillWrongly },
    { name: "webhook-edit", path: webhook("CRM sync", "/edit"), act: showRecent },
    { name: "webhook", path: webhook("CRM sync") },
    { name: "webhook-jobs", path: webhook("CRM sync", "/jobs") },
    { name: "webhook-signing", path: webhook("CRM sync", "/signing"), act: reveal },
    { name: "webhook-used-by", path: webhook("Community hub", "/used-by") },
    { name: "webhook-unused", path: webhook("CRM sync", "/used-by") },
    { name: "webhook-history", path: webhook("CRM sync", "/history") },
    { name: "webhook-test", path: webhook("Staging receiver"), act: sendTest },
    { name: "webhook-failing", path: webhook("Marketing automation") },
    { name: "webhook-disabled", path: webhook("Legacy ERP") },
    { name: "webhook-self-provisioned", path: webhook("Partner portal") },
    { name: "jobs", path: "/developers/jobs" },
    { name: "job", path: `/developers/jobs/${places.job}` },
    { name: "job-failed", path: `/developers/jobs/${places.failedJob}` },
    { name: "job-waiting", path: `/developers/jobs/${places.waitingJob}` },
    { name: "event", path: `/developers/events/${places.event}` },
    { name: "test-endpoints", path: "/developers/test-endpoints" },
    { name: "test-endpoint", path: `/developers/test-endpoints/${places.endpoint}` },
    { name: "api-keys", path: "/developers/api-keys" },
    { name: "sessions", path: "/settings/sessions" },
    { name: "calendar-events", path: "/modules/calendar-events" },
    { name: "calendar-event", path: `/modules/calendar-events/${places.calendarEvent}` },
    { name: "calendar-event-edit", path: `/modules/calendar-events/${places.calendarEvent}/edit` },
    { name: "missing", path: "/developers/webhooks/none" },
  ];
}

async function openMenu(page, name) {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menu").waitFor();
}

async function choose(page, name, item) {
  await openMenu(page, name);
  await page.getByRole("menuitem", { name: item, exact: true }).click();
  await page.getByRole("dialog").or(page.getByRole("alertdialog")).waitFor();
}

async function showReason(page) {
  await page.getByRole("button", { name: /^Disabled/ }).focus();
  await page.getByRole("tooltip").waitFor();
}

async function fillForm(page) {
  const section = (name) => page.getByRole("region", { name, exact: true });
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Sponsor onboarding");
  await page.getByRole("textbox", { name: "URL" }).fill("https://onboarding.riverside.example/hooks");
  await page
    .getByRole("textbox", { name: "Description" })
    .fill("Opens a case for every new sponsor. Ask Mary before changing it.");
  await page.getByRole("textbox", { name: "Pattern" }).fill("attendee.*");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const targets = section("Target attendees");
  await targets.getByRole("button", { name: "Ticket type", exact: true }).click();
  for (const value of ["Sponsor", "Partner"]) {
    await targets.getByRole("textbox", { name: "Ticket type" }).fill(value);
    await targets.getByRole("button", { name: "Add value" }).click();
  }
  await page
    .getByRole("textbox", { name: "Condition" })
    .fill('event.data.language == "en" && event.data.attendee_type != "Speaker"');
  await section("Content type and format").getByRole("radio", { name: "Template" }).click();
  await page.getByRole("textbox", { name: "Template" }).fill(EXAMPLE);
  await page.getByRole("button", { name: "Add header" }).click();
  await section("Headers").getByRole("textbox", { name: "Header name" }).fill("Authorization");
  await section("Headers").getByRole("textbox", { name: "Value" }).fill("Bearer 8f2c1d");
  await page.getByRole("radio", { name: "Your own" }).click();
  await page.getByRole("spinbutton", { name: "Requests per second" }).fill("20");
  const preview = await unfoldPreview(page);
  await preview.getByText("riverside-attendee.created").first().waitFor();
  await toTop(page);
}

async function fillWrongly(page) {
  await page.getByRole("textbox", { name: "URL" }).fill("http://10.1.2.3/hook");
  await page.getByRole("textbox", { name: "Pattern" }).fill("atendee.*");
  await page.getByRole("textbox", { name: "Pattern" }).press("Enter");
  await page.getByRole("textbox", { name: "Condition" }).fill("event.data.tiket_type == 1");
  await page.getByRole("button", { name: "Add header" }).click();
  await page.getByRole("textbox", { name: "Header name" }).fill("Content-Length");
  await page.getByRole("button", { name: "Create Webhook" }).click();
  await toTop(page);
}

/** Nothing has the focus, and the page begins at its top. */
const toTop = (page) =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo(0, 0);
  });

/** On a phone it is folded away. */
async function unfoldPreview(page) {
  const preview = page.getByRole("complementary", { name: "Live preview" });
  const unfold = preview.getByRole("button", { name: "Live preview" });
  if (await unfold.isVisible()) await unfold.click();
  return preview;
}

const showRecent = async (page) => {
  await unfoldPreview(page);
  const tab = page.getByRole("tab", { name: "Recent events" });
  await tab.click();
  await tab.and(page.locator("[aria-selected=true]")).waitFor();
};

const reveal = (page) => page.getByRole("button", { name: "Reveal" }).click();

/** On a phone the button is in the menu. */
async function sendTest(page) {
  const button = page.getByRole("button", { name: "Send test event" });
  if (await button.isVisible()) await button.click();
  else await choose(page, "Staging receiver", "Send test event");
  const sheet = page.getByRole("dialog", { name: "Send test event" });
  await sheet.getByRole("button", { name: "Send test event", exact: true }).click();
  await sheet
    .getByRole("region", { name: "Result" })
    .getByText(/Delivered|Succeeded|Failed/)
    .first()
    .waitFor();
}

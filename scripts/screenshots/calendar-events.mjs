const events = [
  { title: "Spring meetup", starts: "2027-04-18T19:00", metadata: "crm-campaign=spring-27", members: 5 },
  { title: "Sponsor breakfast", starts: "2027-05-06T08:30", metadata: "", members: 2 },
  { title: "Open studio night", starts: "2027-05-20T18:00", metadata: "", members: 0 },
];
const members = [
  ["Grace", "Hopper"],
  ["Katherine", "Johnson"],
  ["Mary", "Jackson"],
  ["Radia", "Perlman"],
  ["Barbara", "Liskov"],
];

/**
 * Makes calendar events and registers members, in the browser, since the API has no way to. The first two use the
 * webhook "Community hub".
 * @param {import("@playwright/test").Page} page
 * @param {string} url
 */
export async function addCalendarEvents(page, url) {
  for (const [index, { title, starts, metadata, members: count }] of events.entries()) {
    await page.goto(`${url}/modules/calendar-events/new`);
    await page.getByRole("textbox", { name: "Title" }).fill(title);
    await page.getByLabel("Starts").fill(starts);
    if (index < 2) await chooseEndpoint(page, "Community hub");
    await page.getByRole("textbox", { name: "Webhook Custom Metadata" }).fill(metadata);
    await page.getByRole("button", { name: "Create event" }).click();
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    for (const [first, last] of members.slice(0, count)) await register(page, first, last);
  }
}

async function chooseEndpoint(page, name) {
  await page.getByRole("button", { name: "Data endpoint" }).click();
  await page.getByRole("combobox", { name: "Search webhooks" }).fill(name);
  await page.getByRole("option", { name, exact: true }).click();
}

async function register(page, first, last) {
  await page.getByRole("button", { name: "Register member" }).click();
  const dialog = page.getByRole("dialog", { name: "Register member" });
  await dialog.getByRole("textbox", { name: "First name" }).fill(first);
  await dialog.getByRole("textbox", { name: "Last name" }).fill(last);
  await dialog
    .getByRole("textbox", { name: "E-mail address" })
    .fill(`${first}.${last}@example.org`.toLowerCase());
  await dialog.getByRole("button", { name: "Register", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

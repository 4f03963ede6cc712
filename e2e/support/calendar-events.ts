import { expect, type Locator, type Page } from "@playwright/test";

/** The screens of the Calendar Events module. */
export class CalendarEvents {
  readonly title: Locator;

  constructor(readonly page: Page) {
    this.title = page.getByRole("textbox", { name: "Title" });
  }

  async open(): Promise<this> {
    await this.page.goto("/modules/calendar-events");
    await expect(this.page.getByRole("heading", { name: "Calendar Events", level: 1 })).toBeVisible();
    return this;
  }

  async chooseEndpoint(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Data endpoint" }).click();
    await this.page.getByRole("combobox", { name: "Search webhooks" }).fill(name === "None" ? "" : name);
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  /** Creates an event by the form; its page is open afterwards. @returns its id */
  async create(event: { title: string; endpoint?: string; metadata?: string }): Promise<string> {
    await this.page.goto("/modules/calendar-events/new");
    await this.title.fill(event.title);
    await this.page.getByLabel("Starts").fill("2027-04-18T19:00");
    if (event.endpoint) await this.chooseEndpoint(event.endpoint);
    if (event.metadata) {
      await this.page.getByRole("textbox", { name: "Webhook Custom Metadata" }).fill(event.metadata);
    }
    await this.page.getByRole("button", { name: "Create event" }).click();
    await this.expectOn(event.title);
    return this.page.url().split("/").at(-1) ?? "";
  }

  async expectOn(title: string): Promise<void> {
    await expect(this.page.getByRole("heading", { name: title, level: 1 })).toBeVisible({ timeout: 20_000 });
  }

  async edit(): Promise<void> {
    await this.page.getByRole("link", { name: "Edit" }).click();
    await expect(this.page.getByRole("heading", { name: "Edit event" })).toBeVisible({ timeout: 20_000 });
  }

  async save(): Promise<void> {
    await this.page.getByRole("button", { name: "Save event" }).click();
  }

  async register(firstName: string, lastName: string, email: string): Promise<void> {
    await this.page.getByRole("button", { name: "Register member" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Register member" });
    await dialog.getByRole("textbox", { name: "First name" }).fill(firstName);
    await dialog.getByRole("textbox", { name: "Last name" }).fill(lastName);
    await dialog.getByRole("textbox", { name: "E-mail address" }).fill(email);
    await dialog.getByRole("button", { name: "Register", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async unregister(name: string): Promise<void> {
    await this.page.getByRole("button", { name: `Unregister ${name}` }).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: "Unregister" }).click();
    await expect(this.page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  }
}

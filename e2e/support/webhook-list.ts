import { expect, type Locator, type Page } from "@playwright/test";

/** The list of webhooks. */
export class WebhookList {
  readonly search: Locator;
  readonly count: Locator;

  constructor(readonly page: Page) {
    this.search = page.getByRole("searchbox", { name: "Search webhooks" });
    this.count = page.getByRole("status").filter({ hasText: /webhooks?$/ });
  }

  async open(query = ""): Promise<this> {
    await this.page.goto(`/developers/webhooks${query}`);
    await expect(this.page.getByRole("heading", { name: "Webhooks", level: 1 })).toBeVisible();
    return this;
  }

  row(name: string): Locator {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  /** The names shown, in their order. */
  names(): Promise<string[]> {
    return this.page.getByRole("rowheader").getByRole("link").allInnerTexts();
  }

  async filter(box: "Status" | "Event type", option: string): Promise<void> {
    await this.page.getByRole(box === "Status" ? "combobox" : "button", { name: box }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  async sortBy(column: string): Promise<void> {
    await this.page.getByRole("columnheader", { name: column }).getByRole("button").click();
  }

  /** Opens the ••• of a row. */
  async menu(name: string): Promise<Locator> {
    await this.page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
    return this.page.getByRole("menu");
  }

  async choose(name: string, item: string): Promise<void> {
    await (await this.menu(name)).getByRole("menuitem", { name: item, exact: true }).click();
  }
}

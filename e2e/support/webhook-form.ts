import { expect, type Locator, type Page } from "@playwright/test";

type Settings = {
  name: string;
  url: string;
  /** Event types or patterns. */
  subscriptions: string[];
};

/** A request as the preview shows it. */
export type ShownRequest = { line: string; headers: [string, string][]; body: string };

/** The form that creates and changes webhooks. */
export class WebhookForm {
  readonly name: Locator;
  readonly url: Locator;
  readonly pattern: Locator;
  readonly chosen: Locator;
  readonly tree: Locator;
  readonly filter: Locator;
  readonly template: Locator;
  readonly preview: Locator;

  constructor(readonly page: Page) {
    this.name = page.getByRole("textbox", { name: "Name", exact: true });
    this.url = page.getByRole("textbox", { name: "URL" });
    this.pattern = page.getByRole("textbox", { name: "Pattern" });
    this.chosen = page.getByRole("list", { name: "Chosen subscriptions" });
    this.tree = page.getByRole("region", { name: "Event types", exact: true });
    this.filter = page.getByRole("textbox", { name: "Condition" });
    this.template = page.getByRole("textbox", { name: "Template" });
    this.preview = page.getByRole("complementary", { name: "Live preview" });
  }

  async open(): Promise<this> {
    await this.page.goto("/developers/webhooks/new");
    return this;
  }

  /** From the page of a webhook. */
  async edit(): Promise<void> {
    await this.page.getByRole("link", { name: "Edit" }).click();
    await expect(this.page.getByRole("heading", { name: /^Edit / })).toBeVisible({ timeout: 20_000 });
  }

  section(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  async fill({ name, url, subscriptions }: Settings): Promise<void> {
    await this.name.fill(name);
    await this.url.fill(url);
    for (const pattern of subscriptions) await this.subscribe(pattern);
  }

  async subscribe(pattern: string): Promise<void> {
    await this.pattern.fill(pattern);
    await this.page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(this.chosen.getByText(pattern, { exact: true })).toBeVisible();
  }

  /** An event type, or a whole module, in the tree. */
  eventType(name: string): Locator {
    return this.page.getByRole("checkbox", { name, exact: true });
  }

  /** A condition on attendees. */
  targetRow(field: string): Locator {
    const heading = this.page.getByRole("heading", { name: field });
    return this.section("Target attendees").getByRole("listitem").filter({ has: heading });
  }

  /** Adds a condition on attendees and its values. */
  async target(field: string, values: string[], key?: string): Promise<void> {
    const section = this.section("Target attendees");
    await section.getByRole("button", { name: field, exact: true }).click();
    const row = this.targetRow(field);
    if (key) await row.getByRole("combobox", { name: "Field name" }).fill(key);
    for (const value of values) {
      await row.getByRole("textbox", { name: key ? "Values" : field }).fill(value);
      await row.getByRole("button", { name: "Add value" }).click();
    }
  }

  async header(name: string, value: string): Promise<void> {
    const rows = this.section("Headers").getByRole("textbox", { name: "Header name" });
    const count = await rows.count();
    await this.page.getByRole("button", { name: "Add header" }).click();
    await rows.nth(count).fill(name);
    await this.section("Headers").getByRole("textbox", { name: "Value" }).last().fill(value);
  }

  headerNames(): Promise<string[]> {
    const rows = this.section("Headers").getByRole("textbox", { name: "Header name" });
    return rows.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  }

  async create(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Create Webhook" }).click();
    await expect(this.page.getByRole("heading", { name, level: 1, exact: true })).toBeVisible({
      timeout: 20_000,
    });
  }

  async save(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Save changes" }).click();
    await expect(this.page.getByRole("heading", { name, level: 1, exact: true })).toBeVisible({
      timeout: 20_000,
    });
  }

  /** The field's error, once there is one. */
  async expectRefused(field: Locator, message: string | RegExp): Promise<void> {
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(message);
  }

  /** The request shown, its body as the exact bytes. */
  async shownRequest(): Promise<ShownRequest> {
    const raw = this.preview.getByRole("button", { name: "Raw" });
    if ((await raw.getAttribute("aria-pressed")) === "false") await raw.click();
    const rows = this.preview.getByRole("table", { name: "Headers of the request" }).getByRole("row");
    return {
      line: await this.preview.getByText(/^(POST|PUT|PATCH) /).innerText(),
      headers: await rows.evaluateAll((all) =>
        all.map((row): [string, string] => [
          row.children[0]?.textContent ?? "",
          row.children[1]?.textContent ?? "",
        ]),
      ),
      body: (await this.preview.locator("pre code").textContent()) ?? "",
    };
  }
}

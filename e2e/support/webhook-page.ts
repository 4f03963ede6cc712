import { expect, type Locator, type Page } from "@playwright/test";

type Tab = "Overview" | "Jobs" | "Signing" | "Used by" | "History";
const paths: Record<Tab, string> = {
  Overview: "",
  Jobs: "/jobs",
  Signing: "/signing",
  "Used by": "/used-by",
  History: "/history",
};

/** The pages of one webhook. */
export class WebhookPage {
  readonly sheet: Locator;
  readonly data: Locator;
  readonly result: Locator;

  constructor(
    readonly page: Page,
    readonly id: string,
  ) {
    this.sheet = page.getByRole("dialog", { name: "Send test event" });
    this.data = this.sheet.getByRole("textbox", { name: "Data" });
    this.result = this.sheet.getByRole("region", { name: "Result" });
  }

  async open(tab: Tab = "Overview"): Promise<this> {
    await this.page.goto(`/developers/webhooks/${this.id}${paths[tab]}`);
    await expect(this.tab(tab)).toHaveAttribute("aria-current", "page");
    return this;
  }

  tab(name: Tab): Locator {
    return this.page
      .getByRole("navigation", { name: "Webhook", exact: true })
      .getByRole("link", { name, exact: true });
  }

  async turnTo(name: Tab): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute("aria-current", "page");
  }

  async openTest(): Promise<void> {
    await this.page.getByRole("button", { name: "Send test event" }).click();
    await expect(this.data).toBeVisible();
  }

  /** Sends what stands in the sheet. */
  async sendTest(): Promise<void> {
    await this.sheet.getByRole("button", { name: /^Send (test event|again)$/ }).click();
  }

  /** The secrets shown after a reveal, the current one first. */
  async secrets(count: number): Promise<string[]> {
    const reveal = this.page.getByRole("button", { name: "Reveal" });
    const shown = this.page.getByText(/^whsec_[A-Za-z0-9+/=]{20,}$/);
    await expect(reveal.or(shown).first()).toBeVisible();
    if (await reveal.isVisible()) await reveal.click();
    await expect(shown).toHaveCount(count);
    return shown.allInnerTexts();
  }

  async rotate(overlap: string): Promise<void> {
    await this.page.getByRole("button", { name: "Rotate", exact: true }).click();
    const dialog = this.page.getByRole("dialog", { name: "Rotate the signing secret" });
    await dialog.getByRole("combobox").click();
    await this.page.getByRole("option", { name: overlap, exact: true }).click();
    await dialog.getByRole("button", { name: "Rotate secret" }).click();
    await expect(dialog).toBeHidden();
  }

  async check(headers: string, body: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Headers" }).fill(headers);
    await this.page.getByRole("textbox", { name: "Body" }).fill(body);
    await this.page.getByRole("button", { name: "Check signature" }).click();
  }
}

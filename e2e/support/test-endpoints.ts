import { expect, type Page } from "@playwright/test";
import type { ReceivedRequest, ReceivedRequestRow } from "@/lib/test-endpoints/data";
import { unique } from "./screens";

export type CreatedEndpoint = { id: string; address: string };

/** Makes a test endpoint as a person does; the page shows it afterwards. */
export async function createTestEndpoint(page: Page): Promise<CreatedEndpoint> {
  await page.goto("/developers/test-endpoints");
  await page.getByRole("button", { name: "Create test endpoint" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(unique("Endpoint"));
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/developers\/test-endpoints\/[0-9a-f-]{36}$/);
  const address = await page.getByText(/\/api\/inbox\/[A-Za-z0-9_-]{22}$/).innerText();
  return { id: page.url().split("/").at(-1) ?? "", address: address.trim() };
}

/** What an endpoint keeps, newest first, as the console reads it. */
export async function receivedBy(page: Page, { id }: CreatedEndpoint): Promise<ReceivedRequestRow[]> {
  const response = await page.request.get(`/api/live/test-endpoints/${id}/requests`);
  expect(response.status()).toBe(200);
  return (await response.json()).value;
}

/** One of those, whole. */
export async function requestAt(
  page: Page,
  { id }: CreatedEndpoint,
  requestId: string,
): Promise<ReceivedRequest> {
  const response = await page.request.get(`/api/live/test-endpoints/${id}/requests/${requestId}`);
  return (await response.json()).value;
}

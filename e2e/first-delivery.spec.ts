import { Webhook as StandardWebhook } from "standardwebhooks";
import { callApi, registration } from "./support/api";
import { expect, test } from "./support/test";

test("a person creates a webhook, a platform emits an event, and the job shows the exchange", async ({
  console: page,
  receiver,
}) => {
  receiver.answer((_request, response) => response.writeHead(200, { "x-receiver": "here" }).end("taken"));
  await page.getByRole("link", { name: "Webhooks" }).first().click();
  await page.getByRole("link", { name: "Create Webhook" }).first().click();
  await page.getByLabel("Name").fill("Spring CRM");
  await page.getByLabel("URL").fill(receiver.url);
  await page.getByLabel("Pattern").fill("calendar_event.*");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Create Webhook" }).click();
  await expect(page.getByRole("heading", { name: "Spring CRM", level: 1 })).toBeVisible();

  const { status, body } = await callApi("POST", "/events", { body: registration("Ada") });
  expect(status).toBe(202);
  const [request] = await receiver.waitFor(1);

  await page.getByRole("link", { name: "Signing" }).click();
  await page.getByRole("button", { name: "Reveal" }).click();
  const secret = await page
    .getByText(/^whsec_[A-Za-z0-9+/=]{20,}$/)
    .first()
    .innerText();
  const headers = request?.headers as Record<string, string>;
  const verified = new StandardWebhook(secret).verify(request?.body ?? "", headers);
  expect(verified).toMatchObject({ id: body.ids[0], kind: "calendar_event.user_registered" });

  await page.getByRole("link", { name: "Jobs", exact: true }).first().click();
  const { body: listed } = await callApi("GET", `/jobs?event_id=${body.ids[0]}`);
  const job = listed.jobs.find((row: { webhook_name: string }) => row.webhook_name === "Spring CRM");
  expect(job.status).toBe("succeeded");
  await page.getByRole("link", { name: `#${job.number}`, exact: true }).click();
  await expect(page.getByText(`POST ${receiver.url}`)).toBeVisible();
  await expect(page.getByText("HTTP 200 OK")).toBeVisible();
  await expect(page.getByText('"first_name": "Ada"')).toBeVisible();
  await expect(page.getByText("taken", { exact: true })).toBeVisible();
  await expect(page.getByRole("cell", { name: "here", exact: true })).toBeVisible();

  const { body: detail } = await callApi("GET", `/jobs/${job.number}`);
  expect(detail.attempts[0].request.body).toBe(request?.body);
});

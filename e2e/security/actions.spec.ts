import type { Page, Request } from "@playwright/test";
import { callApi } from "../support/api";
import { firstRun } from "../support/first-run";
import { type RawAnswer, sendRaw } from "../support/raw";
import { expect, test } from "../support/test";
import { createWebhook, NOWHERE } from "../support/webhooks";

// What a page of the console sends when a webhook is deactivated, sent again by others.
let webhook: string;
let sent: { target: string; headers: [string, string][]; body: string };

test.beforeEach(async ({ console: page }) => {
  const { id, name } = await createWebhook(NOWHERE);
  webhook = id;
  const request = await deactivate(page, name);
  const { "next-action": action = "", cookie = "", "content-type": type = "" } = await request.allHeaders();
  sent = {
    target: new URL(request.url()).pathname,
    headers: [
      ["Next-Action", action],
      ["Cookie", cookie],
      ["Content-Type", type],
    ],
    body: request.postData() ?? "",
  };
  await callApi("POST", `/webhooks/${id}/activate`);
});

async function deactivate(page: Page, name: string): Promise<Request> {
  await page.goto("/developers/webhooks");
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  const [request] = await Promise.all([
    page.waitForRequest((candidate) => candidate.headers()["next-action"] !== undefined),
    page.getByRole("menuitem", { name: "Deactivate" }).click(),
  ]);
  await expect(page.getByText(`“${name}” is inactive`)).toBeVisible();
  return request;
}

const again = (headers: [string, string][], body = sent.body): Promise<RawAnswer> =>
  sendRaw({ method: "POST", target: sent.target, headers: [...sent.headers, ...headers], body });

const state = async () => (await callApi("GET", `/webhooks/${webhook}`)).body.status;

test("another site's page, with the cookies of somebody signed in, changes nothing and is told so", async () => {
  const { port } = new URL(firstRun().url);
  const strangers: [string, string][][] = [
    [["Origin", "https://evil.example"]],
    [["Origin", `http://localhost:${Number(port) + 1}`]],
    [["Origin", "null"]],
    [
      ["Origin", "http://evil.example"],
      ["X-Forwarded-Host", "evil.example"],
    ],
    [["Sec-Fetch-Site", "cross-site"]],
    [["Sec-Fetch-Site", "same-site"]],
  ];
  for (const headers of strangers) {
    const answer = await again(headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(answer.body).toContain("own pages");
  }
  const rebound: [string, string][] = [
    ["Host", `evil.example:${port}`],
    ["Origin", `http://evil.example:${port}`],
  ];
  expect((await again(rebound)).status).toBe(421);
  expect(await state()).toBe("active");
  expect((await again([["Origin", firstRun().url]])).status).toBe(200);
  expect(await state()).toBe("inactive");
});

test("arguments that can't be read are the caller's fault", async () => {
  const own: [string, string][] = [["Origin", firstRun().url]];
  const broken = ["", "[", "null", '["$F1"]', '["$9:a:b"]', '["$nabc"]', "[".repeat(20_000)];
  for (const body of broken) expect((await again(own, body)).status, body.slice(0, 20)).toBe(400);
  expect((await again(own, `["${"a".repeat(2_000_000)}"]`)).status).toBe(413);
  for (const body of ["[]", "[1]", '["$Q1"]', '[{"__proto__":1}]', '["$D9"]']) {
    expect((await again(own, body)).status, body).toBeLessThan(500);
  }
  const form: [string, string][] = [...own, ["Content-Type", "multipart/form-data; boundary=x"]];
  const { headers } = sent;
  sent.headers = headers.filter(([name]) => name !== "Content-Type");
  for (const body of ["garbage", "--x--\r\n"]) expect((await again(form, body)).status, body).toBe(415);
  expect(await state()).toBe("active");
});

test("a page takes no form", async () => {
  const own: [string, string][] = [
    ["Origin", firstRun().url],
    ["Content-Type", "multipart/form-data; boundary=x"],
  ];
  const answer = await sendRaw({ method: "POST", target: "/sign-in", headers: own, body: "garbage" });
  expect(answer.status).toBe(405);
});

import { randomBytes } from "node:crypto";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { expect, test } from "../support/test";
import { createTestEndpoint, receivedBy } from "../support/test-endpoints";

/** Floods come from another address of this machine, so that their limits are not those of the tests beside them. */
const localAddress = process.platform === "linux" ? "127.0.0.2" : undefined;
const KB = 1_000;

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

function flooder() {
  const agent = new Agent({ keepAlive: true, maxSockets: 50, localAddress });
  const send = (address: string, body = "", headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const url = new URL(address.replace("//localhost", "//127.0.0.1"));
      const call = request(url, { method: "POST", agent, headers, family: 4 }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      call.on("error", reject);
      call.end(body);
    });
  return { send, close: () => agent.destroy() };
}

const countOf = (answers: Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

function expectPatience({ headers, body }: Answer): void {
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
  expect(JSON.parse(body)).toMatchObject({ status: 429, detail: expect.stringMatching(/Send again in/) });
}

test("a flood of large requests is slowed with 429 and Retry-After, and little of it is kept", async ({
  console: page,
}) => {
  const [endpoint, other] = [await createTestEndpoint(page), await createTestEndpoint(page)];
  const { send, close } = flooder();
  const began = performance.now();
  const body = "x".repeat(200 * KB);
  const answers = await Promise.all(Array.from({ length: 600 }, () => send(endpoint.address, body)));
  const seconds = (performance.now() - began) / 1_000;
  const [taken, refused] = [countOf(answers, 200), countOf(answers, 429)];
  expect(taken + refused).toBe(600);
  // 16 MiB at once, then 4 MiB a second.
  expect(taken * 200 * KB).toBeLessThanOrEqual((16 + 4 * (seconds + 1)) * 1024 * 1024);
  expect(taken).toBeGreaterThan(50);
  for (const answer of answers.filter(({ status }) => status === 429)) expectPatience(answer);
  const kept = await receivedBy(page, endpoint);
  expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(10 * 1024 * 1024);
  // The others are none the worse, and this one is back by itself.
  expect((await send(other.address, "{}")).status).toBe(200);
  await expect.poll(async () => (await send(endpoint.address, "{}")).status).toBe(200);
  close();
});

test("a flood of small requests is slowed too", async ({ console: page }) => {
  const endpoint = await createTestEndpoint(page);
  const { send, close } = flooder();
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 600 }, () => send(endpoint.address, "{}")));
  const seconds = (performance.now() - began) / 1_000;
  expect(countOf(answers, 200)).toBeLessThanOrEqual(200 + 50 * (seconds + 1));
  expect(countOf(answers, 200) + countOf(answers, 429)).toBe(600);
  expect((await receivedBy(page, endpoint)).length).toBe(100);
  close();
});

test("guessing addresses ends in 429 soon, while those that exist go on", async ({ console: page }) => {
  const endpoint = await createTestEndpoint(page);
  const inbox = endpoint.address.slice(0, endpoint.address.lastIndexOf("/") + 1);
  const { send, close } = flooder();
  expect((await send(endpoint.address, "{}")).status).toBe(200);
  const guesses = await Promise.all(
    Array.from({ length: 300 }, () => send(inbox + randomBytes(16).toString("base64url"))),
  );
  expect(countOf(guesses, 404) + countOf(guesses, 429)).toBe(300);
  expect(countOf(guesses, 429)).toBeGreaterThan(100);
  expectPatience(guesses.find(({ status }) => status === 429) as Answer);
  expect((await send(endpoint.address, "{}")).status).toBe(200);
  // What was never an address takes no look-up, and so no patience.
  for (const token of ["x", "%00", "%E2%82%AC", "a".repeat(5_000), "..%2f..%2fv1"]) {
    // Some are no path at all, and refused in front.
    expect([400, 404], token).toContain((await send(inbox + token)).status);
  }
  close();
});

test("credentials of any sender are masked before they are kept, the signature's headers are not", async ({
  console: page,
}) => {
  const endpoint = await createTestEndpoint(page);
  const { send, close } = flooder();
  const headers = {
    authorization: "Basic dXNlcjpwYXNz",
    cookie: "session=abc",
    "x-api-key": "plain-key",
    "x-something": "sk_live_0123456789abcdef",
    "x-request-id": "req-1",
    "webhook-id": "msg_1",
    "webhook-timestamp": "1700000000",
    "webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  };
  expect((await send(endpoint.address, "token=stays", headers)).status).toBe(200);
  await page.goto(`/developers/test-endpoints/${endpoint.id}`);
  await expect(page.getByText("token=stays")).toBeVisible();
  for (const name of ["authorization", "cookie", "x-api-key", "x-something"] as const) {
    await expect(page.getByRole("row", { name: `${name} Masked:`, exact: false })).toContainText("••••••••");
  }
  for (const name of ["x-request-id", "webhook-id", "webhook-signature"] as const) {
    await expect(page.getByRole("cell", { name: headers[name], exact: true })).toBeVisible();
  }
  expect(await page.content()).not.toMatch(/dXNlcjpwYXNz|session=abc|plain-key|sk_live/);
  close();
});

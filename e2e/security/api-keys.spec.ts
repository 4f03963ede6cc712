import { request } from "node:http";
import { callApi, registration } from "../support/api";
import { firstRun } from "../support/first-run";
import { openOwn } from "../support/members";
import { expect, test } from "../support/test";

/** A call whose body is under way: `finish` sends the rest. */
function slowCall(key: string) {
  const { hostname, port } = new URL(firstRun().url);
  const body = JSON.stringify(registration("Slow"));
  const sent = request({
    host: hostname,
    port,
    path: "/api/v1/events",
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    },
  });
  const answered = new Promise<number>((resolve, reject) => {
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
  });
  sent.write(body.slice(0, 10));
  return { answered, finish: () => sent.end(body.slice(10)) };
}

test("a revoked key is refused with the next call, in every way in and however it was used before", async ({
  browser,
}) => {
  const { page, key } = await openOwn(browser);
  const emit = () => callApi("POST", "/events", { body: registration("Ada"), key });
  const read = () => callApi("GET", "/jobs", { key });
  for (let n = 0; n < 5; n++) {
    expect((await emit()).status).toBe(202);
    expect((await read()).status).toBe(200);
  }
  const slow = slowCall(key);
  await page.goto("/developers/api-keys");
  await page.getByRole("button", { name: "Revoke First key" }).click();
  const revoked = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().endsWith("/developers/api-keys"),
  );
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  // With the answer to the action it is done: nothing waits for the screen to say so.
  expect((await revoked).status()).toBe(200);
  const answers = await Promise.all([emit(), read(), emit(), read()]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  slow.finish();
  expect(await slow.answered).toBe(401);
  await page.context().close();
});

import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { registerFunctions } from "@/inngest/register";
import { PUT } from "./route";

// In place of Inngest: it keeps what is registered with it. (The client reads its settings when it is made.)
type Registration = {
  url: string;
  functions: { id: string; steps: { step: { runtime: { url: string } } } }[];
};
const { server, registered, faults, key } = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const registered: Registration[] = [];
  const faults: number[] = [];
  const key = "0123456789abcdef".repeat(4);
  const server = createServer(async (request, response) => {
    const body: Registration = JSON.parse(Buffer.concat(await request.toArray()).toString());
    response.statusCode = faults.shift() ?? 200;
    if (request.url === "/fn/register" && response.statusCode === 200) registered.push(body);
    response.end(JSON.stringify({ ok: true, status: response.statusCode, modified: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("HOOKYARD_ENGINE", "inngest");
  vi.stubEnv("HOOKYARD_PUBLIC_URL", "https://hooks.example.org");
  vi.stubEnv("INNGEST_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("INNGEST_EVENT_KEY", "a-key");
  vi.stubEnv("INNGEST_SIGNING_KEY", `signkey-test-${key}`);
  return { server, registered, faults, key };
});

const OURS = "https://hooks.example.org/api/inngest";
const log = vi.spyOn(console, "error").mockImplementation(() => {});

beforeEach(() => {
  registered.length = 0;
  log.mockClear();
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  vi.unstubAllEnvs();
  log.mockRestore();
});

function expectOurs(registration: Registration | undefined): void {
  expect(registration?.url).toBe(OURS);
  expect(registration?.functions.map(({ id }) => id)).toContain("hookyard-fan-out");
  for (const { steps } of registration?.functions ?? []) expect(steps.step.runtime.url).toMatch(`${OURS}?`);
}

/** A PUT as anybody can send it, by whatever name. */
const put = (headers: Record<string, string> = {}, body?: string) =>
  PUT(
    new NextRequest("http://evil.example/api/inngest?deployId=1", {
      method: "PUT",
      headers: { host: "evil.example", "x-forwarded-host": "evil.example", ...headers },
      ...(body && { body }),
    }),
    {},
  );

function signed(body: string): Record<string, string> {
  const time = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac("sha256", key)
    .update(body + time)
    .digest("hex");
  return { "x-inngest-signature": `t=${time}&s=${signature}`, "x-inngest-sync-kind": "in_band" };
}

test("the server registers its functions by itself, at the address of its settings", async () => {
  await registerFunctions().done;
  expect(registered).toHaveLength(1);
  expectOurs(registered[0]);
});

test("while Inngest is away it asks again, and says so once", async () => {
  faults.push(500, 503, 500);
  await registerFunctions(5).done;
  expect(registered).toHaveLength(1);
  expect(log.mock.calls.filter(([line]) => String(line).startsWith("Inngest did not take"))).toHaveLength(1);
});

test("it gives up when it is stopped", async () => {
  faults.push(500, 500, 500, 500);
  const { done, stop } = registerFunctions(60_000);
  await expect.poll(() => faults.length).toBe(3);
  stop();
  await done;
  expect(registered).toHaveLength(0);
  faults.length = 0;
});

test.each([
  ["bare", {}],
  ["in band", { "x-inngest-sync-kind": "in_band" }],
  ["as if from an Inngest server", { "x-inngest-server-kind": "dev" }],
  [
    "with a made-up signature",
    { "x-inngest-signature": `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}` },
  ],
])("nobody else moves the functions: %s", async (_, headers) => {
  const body = JSON.stringify({ url: "http://evil.example/api/inngest" });
  expect((await put(headers)).status).toBe(401);
  expect((await put(headers, body)).status).toBe(401);
  expect(registered).toHaveLength(0);
});

test("Inngest itself may ask, signed, and is told our address whatever it was asked by", async () => {
  const body = JSON.stringify({ url: "http://evil.example/api/inngest" });
  const answer = await put(signed(body), body);
  expect(answer.status).toBe(200);
  expectOurs(await answer.json());
});

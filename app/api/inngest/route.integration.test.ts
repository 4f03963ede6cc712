import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

const call = () =>
  new NextRequest("http://localhost/api/inngest?fnId=hookyard-fan-out&stepId=step", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ event: { name: "x", data: {} }, events: [], steps: {}, ctx: { run_id: "r" } }),
  });

async function load(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return import("./route");
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test("with the embedded engine nobody may call", async () => {
  const route = await load({});
  for (const method of ["GET", "POST", "PUT"] as const) {
    expect(await route[method](call(), {})).toMatchObject({ status: 404 });
  }
});

test("with Inngest a call must be signed", async () => {
  const route = await load({
    HOOKYARD_ENGINE: "inngest",
    INNGEST_SIGNING_KEY: `signkey-test-${"0".repeat(64)}`,
  });
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await route.POST(call(), {})).toMatchObject({ status: 401 });
  log.mockRestore();
});

test("in production Inngest's dev mode is refused", async () => {
  const route = await load({ HOOKYARD_ENGINE: "inngest", NODE_ENV: "production", INNGEST_DEV: "1" });
  await expect(async () => route.POST(call(), {})).rejects.toThrow(
    /INNGEST_DEV: Unset it[\s\S]*INNGEST_SIGNING_KEY/,
  );
});

import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

// A server that takes events, in place of Inngest's. The settings are read once, so they are set before the imports.
let server: Server;
let taken: { path: string; id: unknown }[] = [];
let status = 200;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const events = JSON.parse(await text(request)) as { id: unknown }[];
    if (status === 200) for (const { id } of events) taken.push({ path: request.url ?? "", id });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ ids: events.map(() => randomUUID()), status }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("HOOKYARD_ENGINE", "inngest");
  vi.stubEnv("INNGEST_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("INNGEST_EVENT_KEY", "a-key");
  vi.stubEnv("INNGEST_SIGNING_KEY", "signkey-test-00");
});
beforeEach(() => {
  taken = [];
  status = 200;
});
afterAll(async () => {
  await (await import("@/db/client")).closeDb();
  await new Promise((resolve) => server.close(resolve));
  vi.unstubAllEnvs();
});

async function load() {
  const [{ transaction }, { sendEvents }] = await Promise.all([import("@/db/client"), import("./send")]);
  const id = randomUUID();
  const send = () => sendEvents([{ name: "hookyard/lanes.due", id, data: {} }]);
  return { transaction, send, expected: [{ path: "/e/a-key", id }] };
}

test("without a transaction it is sent at once, and a failure is the caller's", async () => {
  const { send, expected } = await load();
  await send();
  expect(taken).toEqual(expected);
  status = 400;
  await expect(send()).rejects.toThrow("Cannot process event payload");
});

test("in a transaction it is sent after the commit", async () => {
  const { transaction, send, expected } = await load();
  const result = await transaction(async () => {
    await transaction(send);
    expect(taken).toEqual([]);
    return "done";
  });
  expect(result).toBe("done");
  expect(taken).toEqual(expected);
});

test("after a rollback it is not sent", async () => {
  const { transaction, send } = await load();
  const fails = transaction(async () => {
    await send();
    throw new Error("no");
  });
  await expect(fails).rejects.toThrow("no");
  expect(taken).toEqual([]);
});

test("a failure after the commit is logged: what was committed stands", async () => {
  const { transaction, send } = await load();
  status = 400;
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await expect(transaction(send)).resolves.toBeUndefined();
  expect(log).toHaveBeenCalledWith("A step after a commit failed:", expect.any(Error));
  log.mockRestore();
});

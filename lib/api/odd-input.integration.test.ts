import { resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { closeDb } from "@/db/client";
import { listRoutes, partsOf } from "@/e2e/support/routes";
import { createApiKey } from "@/lib/api-keys/mutations";
import { createOrg } from "@/scripts/test/fixtures";
import { oddJson, oddText, survives } from "@/scripts/test/odd-texts";

/** The real route files, called as Next calls them, on a real database. */
type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;
type Called = { address: string; method: string; parts: string[]; handle: Handler };

const api = listRoutes().filter(({ address }) => address.startsWith("/api/v1/"));
const problem = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })).optional() });

let key = "";
const calls: Called[] = [];

beforeAll(async () => {
  const { ctx } = await createOrg();
  ({ key } = await createApiKey(ctx, { name: "Odd input" }));
  for (const route of api) {
    const module: Record<string, Handler> = await import(resolve(route.file));
    for (const method of route.methods) {
      const handle = module[method];
      if (!handle) throw new Error(`${route.file} exports no ${method}.`);
      calls.push({ address: route.address, method, parts: partsOf(route), handle });
    }
  }
});
afterAll(closeDb);

const toText = (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body));

type Sent = { params?: Record<string, string>; query?: [string, string][]; body?: unknown };

async function send({ address, method, parts, handle }: Called, { params = {}, query = [], body }: Sent) {
  const url = new URL(address, "http://localhost");
  url.search = new URLSearchParams(query).toString();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const payload = method === "GET" || body === undefined ? null : toText(body);
  const response = await handle(new Request(url, { method, headers, body: payload }), {
    params: Promise.resolve(parts.length > 0 ? params : undefined),
  });
  const text = await response.text();
  return { status: response.status, answer: text ? JSON.parse(text) : null };
}

const named = (method: string, address: string) =>
  calls.find((call) => call.method === method && call.address === address) ??
  expect.fail(`There is no ${method} ${address}.`);

const settings = { name: "Odd", url: "http://127.0.0.1:8999/", subscriptions: ["attendee.*"] };
const target = { field: "custom", key: "k", values: ["v"] };

const part = fc.oneof(
  oddText,
  fc.uuid(),
  fc.constantFrom("1", "0", "-1", "2147483648", "1e9", "9".repeat(40)),
);
const queryName = fc.constantFrom(
  "search",
  "status",
  "webhook_id",
  "event_type",
  "event_id",
  "cursor",
  "limit",
);
const mutated = fc
  .tuple(fc.constantFrom("name", "description", "filter", "headers", "template", "retry"), oddJson)
  .map(([field, value]) => ({ ...settings, [field]: value }));
const targeted = oddText.map((text) => ({ ...settings, targets: [{ ...target, values: [text] }] }));
/** As text, because JSON.stringify can't write the deepest. */
const deep = fc
  .constantFrom(50, 5_000, 60_000)
  .map((depth) => `{"name": "Odd", "filter": ${"[".repeat(depth)}${"]".repeat(depth)}}`);
const sent = fc.record({
  params: fc.record({ id: part, number: part }),
  query: fc.array(fc.tuple(queryName, fc.oneof(part, fc.constantFrom("active", "failed"))), { maxLength: 1 }),
  body: fc.oneof(oddJson, mutated, targeted, deep),
});

describe("whatever the API is sent", () => {
  test("every route is among those tried", () => {
    expect(calls.length).toBeGreaterThanOrEqual(api.length);
    expect(api.length).toBeGreaterThanOrEqual(11);
  });

  test("no call fails on our side", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), sent, async (index, input) => {
        const call = calls[index % calls.length] ?? expect.fail();
        const { status } = await send(call, input);
        expect(status, `${call.method} ${call.address}`).toBeLessThan(500);
      }),
      { numRuns: 1_500 },
    );
  }, 120_000);

  test("a text in a query that can't be kept is refused at its place", async () => {
    const readers: [string, string[]][] = [
      ["/api/v1/webhooks", ["search", "status"]],
      ["/api/v1/jobs", ["event_id", "event_type", "webhook_id", "status", "cursor"]],
    ];
    for (const [address, names] of readers) {
      for (const name of names) {
        const { status, answer } = await send(named("GET", address), { query: [[name, "a\0"]] });
        expect([status, problem.parse(answer).errors?.map(({ path }) => path)]).toEqual([422, [name]]);
      }
    }
  });

  test("an address that no thing can have is not found", async () => {
    for (const call of calls.filter(({ parts }) => parts.length > 0)) {
      const params = Object.fromEntries(call.parts.map((name) => [name, "1\0"]));
      const { status } = await send(call, { params, body: {} });
      expect(status, `${call.method} ${call.address}`).toBe(404);
    }
  });
});

describe("a webhook's texts", () => {
  /** Each place a text can stand in, and the path of its fault. */
  const places: [string, (text: string) => object][] = [
    ["name", (text) => ({ name: text })],
    ["description", (text) => ({ description: text })],
    ["url", (text) => ({ url: text })],
    ["subscriptions.0", (text) => ({ subscriptions: [text] })],
    ["filter", (text) => ({ filter: text })],
    ["template", (text) => ({ template: text, format: "template" })],
    ["targets.0.key", (text) => ({ targets: [{ ...target, key: text }] })],
    ["targets.0.values.0", (text) => ({ targets: [{ ...target, values: [text] }] })],
    ["headers.0.name", (text) => ({ headers: [{ name: text, value: "v" }] })],
    ["headers.0.value", (text) => ({ headers: [{ name: "X-A", value: text }] })],
  ];
  const unkeepable = oddText.filter((text) => !survives(text));

  test.each(places)("one in %s that can't be kept is refused there", async (path, put) => {
    await fc.assert(
      fc.asyncProperty(unkeepable, async (text) => {
        const { status, answer } = await send(named("POST", "/api/v1/webhooks"), {
          body: { ...settings, ...put(text) },
        });
        expect([status, problem.parse(answer).errors?.map((fault) => fault.path)]).toEqual([422, [path]]);
      }),
      { numRuns: 15 },
    );
  });

  test("any other comes back as it was sent, in lists and answers alike", async () => {
    const text = oddText.filter((value) => survives(value) && value.length < 100 && value.trim() !== "");
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const body = { ...settings, name: value, description: value };
        const made = await send(named("POST", "/api/v1/webhooks"), { body });
        const kept = value.trim();
        expect(made).toMatchObject({ status: 201, answer: { name: kept, description: kept } });
        const params = { id: String(made.answer.id) };
        const found = await send(named("GET", "/api/v1/webhooks"), { query: [["search", kept]] });
        expect(found.answer.webhooks).toContainEqual(expect.objectContaining({ id: params.id, name: kept }));
        expect(await send(named("DELETE", "/api/v1/webhooks/[id]"), { params })).toMatchObject({
          status: 204,
        });
      }),
      { numRuns: 40 },
    );
  });
});

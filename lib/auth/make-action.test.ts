import { DrizzleQueryError } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { OrgId } from "@/db/ids";
import { AppError } from "@/lib/errors";
import type { Ctx } from "./context";
import { createActions } from "./make-action";
import type { Role } from "./permissions";

const schema = z.object({
  name: z.string().min(1, "Name it."),
  headers: z.array(z.object({ name: z.string() })).default([]),
});

const as = (role: Role | null) => {
  const ctx: Ctx | null = role && {
    orgId: "org" as OrgId,
    userId: "user",
    role,
    actor: { kind: "user", id: "user", name: "Ada" },
  };
  return createActions({ getCtx: async () => ctx });
};

afterEach(() => vi.restoreAllMocks());

test("what the work gives comes back as a value, from parsed input", async () => {
  const greet = as("developer").action("webhooks.write", schema, async (ctx, input) => [ctx.orgId, input]);
  expect(await greet({ name: "a", extra: 1 })).toEqual({
    ok: true,
    value: ["org", { name: "a", headers: [] }],
  });
});

test("without a session nothing is done, whatever the input", async () => {
  const work = vi.fn();
  const refused = await as(null).action("webhooks.read", schema, work)({ name: "a" });
  expect(refused).toMatchObject({ ok: false, code: "unauthenticated" });
  expect(work).not.toHaveBeenCalled();
});

test("a role without the permission is refused before its input is looked at", async () => {
  const work = vi.fn();
  const refused = await as("viewer").action("webhooks.write", schema, work)({});
  expect(refused).toMatchObject({ ok: false, code: "forbidden", faults: [] });
  expect(work).not.toHaveBeenCalled();
});

test("bad input names each fault by its path", async () => {
  const refused = await as("owner").action(
    "webhooks.write",
    schema,
    vi.fn(),
  )({ name: "", headers: [{ name: 1 }] });
  expect(refused).toMatchObject({
    ok: false,
    code: "invalid",
    faults: [
      { path: "name", message: "Name it." },
      { path: "headers.0.name", message: expect.any(String) },
    ],
  });
});

test("a text that can't be kept is refused before any schema, but where event data goes", async () => {
  const { action, publicAction } = as("owner");
  const input = { data: { a: "\0" }, name: "\ud83d" };
  const faults = (...paths: string[]) => paths.map((path) => ({ path, message: expect.any(String) }));
  const work = vi.fn();
  const refused = { ok: false, code: "invalid" };
  expect(await publicAction(z.unknown(), work)(input)).toMatchObject({
    ...refused,
    faults: faults("data.a", "name"),
  });
  const free = action("webhooks.write", z.unknown(), work, { anyText: ["data"] });
  expect(await free(input)).toMatchObject({ ...refused, faults: faults("name") });
  expect(work).not.toHaveBeenCalled();
  expect(await free({ data: input })).toMatchObject({ ok: true });
});

test("a refusal keeps its code, faults and details", async () => {
  const refuse = as("owner").action("webhooks.write", z.unknown(), async () => {
    throw new AppError("conflict", "In use.", [{ path: "url", message: "Taken." }], { uses: 2 });
  });
  expect(await refuse(null)).toEqual({
    ok: false,
    code: "conflict",
    message: "In use.",
    faults: [{ path: "url", message: "Taken." }],
    details: { uses: 2 },
  });
});

test("the unknown is logged whole and shown as an id alone", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = as("owner").publicAction(z.unknown(), async () => {
    throw new Error("password=hunter2");
  });
  const failure = await broken(null);
  expect(failure).toMatchObject({ ok: false, code: "internal" });
  expect(JSON.stringify(failure)).not.toContain("hunter2");
  const [tag, error] = log.mock.calls[0] ?? [];
  expect(String(error)).toContain("hunter2");
  expect(JSON.stringify(failure)).toContain(/\w{8}/.exec(String(tag))?.[0]);
});

test("what belongs to the framework goes on as it is", async () => {
  const redirect = new Error("NEXT_REDIRECT");
  const { publicAction } = createActions({
    getCtx: async () => null,
    rethrow: (error) => {
      if (error === redirect) throw error;
    },
  });
  await expect(publicAction(z.unknown(), () => Promise.reject(redirect))(null)).rejects.toBe(redirect);
});

test("what a failed query was given, people's data, stays out of the log", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const query = new DrizzleQueryError("select $1", ["ada@example.org"], new Error("no such table"));
  await as("owner").action("webhooks.write", schema, async () => {
    throw query;
  })({ name: "a" });
  const logged = log.mock.calls.flat().join(" ");
  expect(logged).toContain("no such table");
  expect(logged).not.toContain("ada@example.org");
});

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { GET as getHealth } from "@/app/api/health/route";
import { GET as getJobs } from "@/app/api/v1/jobs/route";
import { closeDb } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { compile, type Program } from "@/inngest/engine/testing/program";
import { createApiKey } from "@/lib/api-keys/mutations";
import { createActions } from "@/lib/auth/make-action";
import { toAnswer } from "@/lib/live/answer";
import { updateWebhook } from "@/lib/webhooks/mutations";
import { type Network, signalAll, startNetwork } from "@/scripts/lib/faults.mjs";
import { makeTempDir } from "@/scripts/lib/files.mjs";
import { type Server, startPostgres } from "@/scripts/lib/postgres.mjs";
import { attendee, hook, idsAt, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { postEvents } from "./post-events";

// A PostgreSQL of its own, which is killed and frozen, and a way to it that can be lost.
let folder: string;
let server: Server;
let network: Network;
let engine: Program;

beforeAll(async () => {
  folder = await makeTempDir("hookyard-away");
  engine = await compile("server/engine.ts");
  server = await startPostgres({ dataDir: join(folder, "data") });
  await migrateDatabase(server.url);
  network = await startNetwork(server.port);
  const url = new URL(server.url);
  url.port = String(network.port);
  process.env.DATABASE_URL = url.href;
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => engine.killAll());
afterAll(async () => {
  vi.restoreAllMocks();
  await closeDb();
  await network?.close();
  await server?.destroy();
  await engine?.remove();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Statuses, and the longest time an answer took. */
type Answers = { statuses: Set<number>; withoutRetryAfter: number; slowestMs: number; count: number };

/** Calls again and again, several at a time, until `over`; every answer counts. */
async function keepCalling(call: (index: number) => Promise<Response>, over: AbortSignal): Promise<Answers> {
  const answers: Answers = { statuses: new Set(), withoutRetryAfter: 0, slowestMs: 0, count: 0 };
  const under: Promise<void>[] = [];
  for (let index = 0; !over.aborted; index++) {
    const began = performance.now();
    under.push(
      call(index).then((response) => {
        answers.statuses.add(response.status);
        answers.count++;
        answers.slowestMs = Math.max(answers.slowestMs, performance.now() - began);
        if (response.status === 503 && !response.headers.has("retry-after")) answers.withoutRetryAfter++;
      }),
    );
    await delay(100);
  }
  await Promise.all(under);
  return answers;
}

async function setUp() {
  const { ctx } = await createOrg();
  const { key } = await createApiKey(ctx, { name: "Test" });
  const to = await receiver();
  const webhook = await hook(ctx, to.url, { retry: { kind: "custom", delaysSeconds: [1, 1, 1, 1, 1, 1] } });
  const authorization = `Bearer ${key}`;
  const accepted: string[] = [];
  const { action } = createActions({ getCtx: async () => ctx });
  const save = action("webhooks.write", z.string(), (own, description) =>
    updateWebhook(own, webhook.id, { description }),
  );
  const calls = {
    async post(index: number) {
      const id = `a${index}-${webhook.id}`;
      const body = JSON.stringify({ id, ...attendee(id) });
      const { status, headers } = await postEvents({ authorization }, async () => Buffer.from(body));
      if (status === 202) accepted.push(id);
      return new Response(null, { status, headers });
    },
    jobs: () =>
      getJobs(new Request("http://localhost/api/v1/jobs", { headers: { authorization } }), {
        params: Promise.resolve({}),
      }),
    action: async (index: number) => toAnswer(await save(`${index}`)),
    health: () => getHealth(),
  };
  return { to, calls, accepted };
}

const FAULTS: [name: string, strike: () => void, heal: () => Promise<void>][] = [
  [
    "killed",
    () => signalAll(server.pid, "SIGKILL"),
    async () => {
      server = await startPostgres({ dataDir: join(folder, "data"), port: server.port });
    },
  ],
  ["frozen", () => signalAll(server.pid, "SIGSTOP"), async () => signalAll(server.pid, "SIGCONT")],
  ["behind a network that is lost", () => network.lose(), async () => network.find()],
];

describe("while the database is", () => {
  it.each(FAULTS)(
    "%s, everybody is answered in time, and all goes on afterwards",
    {
      timeout: 60_000,
    },
    async (_, strike, heal) => {
      const { to, calls, accepted } = await setUp();
      engine.start();
      await until(async () => expect((await calls.post(-1)).status).toBe(202));
      await to.waitFor(1, 30_000);

      const over = new AbortController();
      strike();
      const running = Promise.all([
        keepCalling(calls.post, over.signal),
        keepCalling(calls.jobs, over.signal),
        keepCalling(calls.action, over.signal),
        keepCalling(calls.health, over.signal),
      ]);
      await delay(8_000);
      over.abort();
      const [post, jobs, action, health] = await running;
      await heal();

      for (const [name, answers] of Object.entries({ post, jobs, action })) {
        expect({ name, statuses: [...answers.statuses] }).toEqual({ name, statuses: [503] });
        expect(answers).toMatchObject({ withoutRetryAfter: 0 });
        expect(answers.count).toBeGreaterThan(20);
        expect(answers.slowestMs).toBeLessThan(5_500);
      }
      expect([...health.statuses]).toEqual([503]);
      expect(health.slowestMs).toBeLessThan(1_500);

      await until(async () => expect((await calls.post(10_000)).status).toBe(202));
      expect((await calls.jobs()).status).toBe(200);
      expect((await calls.action(0)).status).toBe(200);
      await vi.waitFor(async () => expect((await calls.health()).status).toBe(200), {
        timeout: 40_000,
        interval: 200,
      });
      await vi.waitFor(() => expect(idsAt(to)).toEqual(expect.arrayContaining(accepted)), {
        timeout: 60_000,
        interval: 200,
      });
      // What was delivered in the moment of the fault may not have been written down: it is sent again, and nothing else.
      const again = idsAt(to).filter((id, index, all) => all.indexOf(id) !== index);
      expect(again.filter((id) => !id.startsWith("a-1-"))).toEqual([]);
    },
  );
});

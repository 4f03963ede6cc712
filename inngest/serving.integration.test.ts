import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { serve } from "inngest/edge";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDb, sql } from "@/db/client";
import { closeRuntime } from "@/lib/delivery/clock/runtime";
import { acceptEvents } from "@/lib/events/accept";
import { getJob } from "@/lib/jobs/data";
import { attendee, hook, idsAt, quick } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { type Answer, type Receiver, startReceiver, status } from "@/scripts/test/receiver";
import { inngest } from "./client";
import { functions } from "./functions";

// In place of Inngest: it takes events, and calls the functions signed, as Inngest does. A function whose answer is there
// may be frozen, so what it was to do must be over by then. (The client reads its settings when it is made.)
type Event = { name: string; data: object; ts: number };
const { server, taken, key, database } = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const taken: Event[] = [];
  const key = "0123456789abcdef".repeat(4);
  const server = createServer(async (request, response) => {
    const events = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Event[];
    taken.push(...events);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ids: events.map((_, index) => String(index)), status: 200 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // An ordered lane waits for the batches of earlier events, and here nobody takes those of other tests.
  const { createDatabase } = await import("@/scripts/test/fixtures");
  const database = await createDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("HOOKYARD_ENGINE", "inngest");
  vi.stubEnv("INNGEST_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("INNGEST_EVENT_KEY", "a-key");
  vi.stubEnv("INNGEST_SIGNING_KEY", `signkey-test-${key}`);
  return { server, taken, key, database };
});
const handle = serve({ client: inngest, functions });
const receivers: Receiver[] = [];

afterEach(async () => {
  taken.length = 0;
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});
afterAll(async () => {
  await closeRuntime(1_000);
  await closeDb();
  await database.drop();
  await new Promise((resolve) => server.close(resolve));
  vi.unstubAllEnvs();
});

async function receiver(answer?: Answer): Promise<Receiver> {
  const started = await startReceiver(answer);
  receivers.push(started);
  return started;
}

/** JSON with sorted keys, which is what is signed. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}

type Op = { op: string; id: string; data?: unknown };

/** Calls a function with what its steps gave so far. @returns what the call asks for next; nothing when it is over */
async function call(fn: string, event: Event, done: Op[] = []): Promise<Op[]> {
  const steps = Object.fromEntries(done.map(({ id, data }) => [id, { type: "data", data: data ?? null }]));
  const stack = { stack: done.map(({ id }) => id), current: done.length };
  const ctx = {
    run_id: "run",
    attempt: 0,
    max_attempts: 11,
    disable_immediate_execution: false,
    use_api: false,
    stack,
  };
  const body = canonical({ version: 2, event, events: [event], steps, ctx });
  const t = Math.round(Date.now() / 1_000);
  const s = createHmac("sha256", key).update(`${body}${t}`).digest("hex");
  const answer = await handle(
    new Request(`http://localhost/api/inngest?fnId=hookyard-${fn}&stepId=step`, {
      method: "POST",
      headers: {
        host: "localhost",
        "content-type": "application/json",
        "x-inngest-signature": `t=${t}&s=${s}`,
      },
      body,
    }),
  );
  expect([200, 206]).toContain(answer.status);
  return answer.status === 206 ? ((await answer.json()) as Op[]) : [];
}

/** Calls a function until it is over, without waiting for what it sleeps. */
async function run(fn: string, event: Event): Promise<Op[]> {
  const done: Op[] = [];
  for (;;) {
    const ops = await call(fn, event, done);
    const steps = ops.filter(({ op }) => op !== "RunComplete");
    done.push(...steps);
    if (steps.length === 0 || steps.length < ops.length) return done;
  }
}

/** The event of this name that was sent last, once it was; apart from the call that brought it about. */
async function told(name: string): Promise<Event> {
  return vi.waitFor(() => {
    const event = taken.filter((one) => one.name === name).at(-1);
    if (!event) throw new Error(`${name} was not sent.`);
    return event;
  });
}

const slowly: Answer = async (_request, response) => {
  await delay(300);
  response.end("ok");
};

test("the call that fans out answers when what it sent is delivered and written down", async () => {
  const { ctx } = await createOrg();
  const to = await receiver(slowly);
  await hook(ctx, to.url);
  await acceptEvents(ctx, [attendee("a"), attendee("b")]);
  await run("fan-out", await told("hookyard/batches.left"));
  expect(idsAt(to).sort()).toEqual(["a", "b"]);
  for (const number of [1, 2]) {
    expect(await getJob(ctx, number)).toMatchObject({
      status: "succeeded",
      attempts: [{ responseStatus: 200 }],
    });
  }
});

test("the same call again, as after a lost answer, sends nothing twice", async () => {
  const { ctx } = await createOrg();
  const to = await receiver();
  await hook(ctx, to.url);
  await acceptEvents(ctx, attendee("once"));
  const event = await told("hookyard/batches.left");
  await run("fan-out", event);
  await run("fan-out", event);
  expect(idsAt(to)).toEqual(["once"]);
});

test("an ordered webhook's events are left to its lane, whose call answers when they are delivered", async () => {
  const { ctx } = await createOrg();
  const to = await receiver(slowly);
  await hook(ctx, to.url, { ordered: true });
  await acceptEvents(ctx, ["a", "b", "c"].map(attendee));
  await run("fan-out", await told("hookyard/batches.left"));
  expect(to.requests).toEqual([]);
  await run("lane", await told("hookyard/lanes.due"));
  expect(idsAt(to)).toEqual(["a", "b", "c"]);
  const left = await sql()`select 1 from jobs where org_id = ${ctx.orgId} and status <> 'succeeded'`;
  expect(left).toHaveLength(0);
});

test("a retry: Inngest is asked to call when it is due", async () => {
  const { ctx } = await createOrg();
  const to = await receiver(status(500));
  await hook(ctx, to.url, { retry: quick(2) });
  await acceptEvents(ctx, attendee("again"));
  await run("fan-out", await told("hookyard/batches.left"));
  const failed = await getJob(ctx, 1);
  expect(failed).toMatchObject({ status: "retrying", attempts: [{ responseStatus: 500 }] });
  const due = Date.parse(failed.nextTryAt as string);
  const wake = await told("hookyard/lanes.due");
  expect(wake.ts).toBeGreaterThanOrEqual(due);
  expect(wake.ts).toBeLessThan(due + 300);

  to.answer(status(204));
  await run("lane", wake);
  expect(idsAt(to)).toEqual(["again"]);
  await delay(Math.max(0, wake.ts - Date.now()));
  await run("lane", wake);
  expect(idsAt(to)).toEqual(["again", "again"]);
  expect((await getJob(ctx, 1)).status).toBe("succeeded");
});

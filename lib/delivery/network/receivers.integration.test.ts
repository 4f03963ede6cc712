import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { webhookSecrets } from "@/db/schema";
import { acceptEvents } from "@/lib/events/accept";
import { type AttemptView, getJob, type JobDetail } from "@/lib/jobs/data";
import { getWebhook } from "@/lib/webhooks/data";
import { newSecretRow } from "@/lib/webhooks/signing-secret";
import { attendee, until } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertWebhook } from "@/scripts/test/rows";
import { attempt } from "../attempt";
import { type Clock, createClock } from "../clock/clock";
import { createPgStore } from "../clock/pg-store";
import { realTime } from "../clock/time";
import { checkUrl } from "./address-guard";
import { RESPONSE_LIMIT_BYTES } from "./exchange";
import { fixture, http, listen, raw, STRICT, sender, tcp } from "./receivers.testing";
import type { SenderOptions } from "./send";

// From an accepted event to what its job says, for whatever a receiver may do. Names and certificates are the test's.
let database: TestDatabase;
let clock: Clock;

beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterEach(() => clock.stop(1_000));
afterAll(async () => {
  await closeDb();
  await database.drop();
});

type Settings = Partial<SenderOptions> & { timeoutMs?: number };
/** For receivers that take their time. */
const IMPATIENT: Settings = { timeoutMs: 400 };

/** Sends one event to a receiver and gives its job once the first try is written down. */
async function deliver(url: string, { timeoutMs = 15_000, ...options }: Settings = {}) {
  const { ctx } = await createOrg();
  const webhookId = await insertWebhook(ctx, {
    url,
    timeoutMs,
    retry: { kind: "custom", delaysSeconds: [30] },
  });
  await db().insert(webhookSecrets).values(newSecretRow(ctx.orgId, webhookId));
  await acceptEvents(ctx, attendee("a1"));
  const one = sender(options);
  clock = createClock({
    store: createPgStore("test"),
    time: realTime,
    attempt: (delivery) => attempt(one, "http://localhost:3000", delivery),
    hint: () => {},
  });
  await clock.takeLeft();
  const job = await until(async () => {
    const found = await getJob(ctx, 1);
    expect(found).toMatchObject({ status: expect.not.stringMatching("running"), attempts: [{ number: 1 }] });
    return found;
  });
  return { job, attempt: job.attempts[0] as AttemptView, webhook: await getWebhook(ctx, webhookId) };
}

const answers = (status: number, headers: Record<string, string> = {}, body = "") =>
  http((_request, response) => response.writeHead(status, headers).end(body));

const tls = async (certificate: string) => {
  const pem = fixture(certificate);
  const server = createTlsServer({ cert: pem, key: pem }, (_request, response) => response.end("ok"));
  server.on("tlsClientError", () => undefined);
  return `https://receiver.test:${await listen(server)}/hook`;
};
const toLoopback: Settings = { lookup: async () => ["127.0.0.1"], ca: fixture("ca") };

const drip = () =>
  http((_request, response) => {
    response.write("a");
    const timer = setInterval(() => response.write("a"), 20);
    response.on("close", () => clearInterval(timer));
  });

const tenMegabytes = () => answers(200, {}, "a".repeat(10_000_000));
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const badBytes = () =>
  raw(
    Buffer.concat([
      Buffer.from("HTTP/1.1 200 OK\r\nx-odd: \xff\xfe\r\ncontent-length: 256\r\n\r\n", "latin1"),
      EVERY_BYTE,
    ]),
  );

type Expected = { job: Partial<JobDetail>; attempt: Partial<AttemptView>; sentence: RegExp | null };
const succeeded = (attempt: Partial<AttemptView>): Expected => ({
  job: { status: "succeeded", responseStatus: 200, errorClass: null, nextTryAt: null },
  attempt: { responseStatus: 200, errorClass: null, errorMessage: null, ...attempt },
  sentence: null,
});
/** A failure without an answer: nothing of a response is kept. */
const silent = (errorClass: string, sentence: RegExp): Expected => ({
  job: { status: "retrying", responseStatus: null, errorClass },
  attempt: { responseStatus: null, responseHeaders: null, responseBody: null, errorClass },
  sentence,
});
const refused = (responseStatus: number, errorClass: string, sentence: RegExp): Expected => ({
  job: { status: "retrying", responseStatus, errorClass },
  attempt: { responseStatus, errorClass, responseTruncated: false },
  sentence,
});
const text = (content: string) => expect.objectContaining({ encoding: "text", content });

it.each<[string, () => Promise<string>, Expected, Settings?]>([
  [
    "answers in time",
    () => answers(200, {}, "ok"),
    succeeded({ responseBody: text("ok"), responseTruncated: false }),
  ],
  [
    "never answers",
    () => tcp(() => undefined),
    silent("timeout", /^The receiver did not answer within 0\.4 s\.$/),
    IMPATIENT,
  ],
  [
    "drips its answer",
    drip,
    succeeded({ responseTruncated: true, responseBody: text(expect.stringMatching(/^a+$/)) }),
    IMPATIENT,
  ],
  [
    "resets the connection",
    () => tcp((socket: Socket) => socket.once("data", () => socket.resetAndDestroy())),
    silent(
      "reset",
      /^The connection was closed before an answer came; the receiver may have got the request\.$/,
    ),
  ],
  [
    "says that it goes on before it answers",
    () =>
      raw(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
      ),
    succeeded({ responseHeaders: [["content-length", "2"]], responseBody: text("ok") }),
  ],
  [
    "switches to another protocol",
    () => raw("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
    refused(
      101,
      "status",
      /^The receiver answered 101: it wants to go on in another protocol than HTTP, which is no answer\.$/,
    ),
  ],
  [
    "redirects",
    () => answers(302, { location: "/elsewhere" }),
    refused(302, "redirect", /answered 302 and pointed to \/elsewhere\. Redirects are not followed\./),
  ],
  [
    "sends 10 MB",
    tenMegabytes,
    succeeded({
      responseTruncated: true,
      responseBody: expect.objectContaining({ bytes: RESPONSE_LIMIT_BYTES }),
    }),
  ],
  [
    "sends bytes that are no text",
    badBytes,
    succeeded({ responseTruncated: false, responseHeaders: expect.arrayContaining([["x-odd", "\xff\xfe"]]) }),
  ],
  [
    "has a certificate that is out of date",
    () => tls("expired"),
    silent("tls_expired", /certificate is out of date/),
    toLoopback,
  ],
  [
    "has a certificate for another name",
    () => tls("wrong-name"),
    silent("tls_wrong_name", /certificate is for another name/),
    toLoopback,
  ],
])("a receiver that %s", async (_what, open, expected, options) => {
  const { job, attempt } = await deliver(await open(), options);
  expect(job).toMatchObject(expected.job);
  expect(attempt).toMatchObject({ number: 1, method: "POST", ...expected.attempt });
  if (expected.sentence) expect(attempt.errorMessage).toMatch(expected.sentence);
  expect(JSON.parse(attempt.requestBody)).toMatchObject({ kind: "attendee.created", data: { id: "a1" } });
  expect(attempt.requestHeaders.map(([name]) => name)).toContain("webhook-id");
  expect(attempt.timings.totalMs).toBeLessThan(10_000);
});

it.each([
  [429, /^The receiver answered 429: it asks to be sent less\.$/],
  [503, /^The receiver answered 503: it says that it is not available just now\.$/],
])("a receiver that answers %i with Retry-After is left alone for as long", async (code, sentence) => {
  const began = Date.now();
  const { job, attempt } = await deliver(await answers(code, { "retry-after": "120" }, "slow down"));
  expect(job).toMatchObject({ status: "retrying", responseStatus: code, errorClass: "status" });
  expect(attempt).toMatchObject({ responseStatus: code, responseBody: text("slow down") });
  expect(attempt.errorMessage).toMatch(sentence);
  const wait = Date.parse(job.nextTryAt as string) - began;
  expect(wait).toBeGreaterThanOrEqual(120_000);
  expect(wait).toBeLessThan(135_000);
});

it("a receiver that answers 410 gets nothing more", async () => {
  const { job, attempt, webhook } = await deliver(await answers(410));
  expect(job).toMatchObject({ status: "failed", responseStatus: 410, errorClass: "status", nextTryAt: null });
  expect(attempt.errorMessage).toMatch(/answered 410: it says that this endpoint is gone for good/);
  expect(webhook).toMatchObject({ status: "disabled", statusReason: expect.stringContaining("410 Gone") });
});

it("a name that was public when it was checked and leads inside when it is used is refused, and nothing is sent", async () => {
  const dnsAnswers = [["93.184.216.34"], ["127.0.0.1"]];
  const lookup = async () => dnsAnswers.shift() ?? [];
  let touched = false;
  const url = (
    await tcp(() => {
      touched = true;
    })
  ).replace("127.0.0.1", "rebind.example.org");
  expect(await checkUrl(url, STRICT, lookup)).toEqual({ ok: true });
  const { job, attempt } = await deliver(url, { policy: STRICT, lookup });
  expect(job).toMatchObject({ status: "retrying", responseStatus: null, errorClass: "address_refused" });
  expect(attempt.errorMessage).toMatch(/^Nothing was sent: .*127\.0\.0\.1.*loopback/);
  expect(attempt).toMatchObject({ responseStatus: null, responseBody: null });
  expect(touched).toBe(false);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_CLASSES } from "../network/error-class-names";
import { errorClassOf } from "../network/error-classes";
import type { Exchange } from "../network/exchange";
import { classify, decide, PATIENT_MS } from "./classify";
import { explain } from "./explain";

const now = new Date("2026-04-18T09:30:00Z");
const answer = (status: number, headers: [string, string][] = []): Exchange => ({
  startedAt: now,
  status,
  responseHeaders: headers,
  responseBody: Buffer.alloc(0),
  truncated: false,
  timings: { totalMs: 1 },
});
const failure = (errorClass: (typeof ERROR_CLASSES)[number], message = ""): Exchange => ({
  startedAt: now,
  truncated: false,
  timings: { totalMs: 1 },
  error: { class: errorClass, message },
});
const read = (exchange: Exchange) => classify(exchange, { timeoutMs: 15_000, now });
const patientUntil = new Date(now.getTime() + PATIENT_MS);
const decided = (exchange: Exchange, triesMade = 1, patient: Date | null = patientUntil) =>
  decide(read(exchange), { triesMade, patientUntil: patient }, { kind: "default" }, now, () => 0.5);
const dueIn = (exchange: Exchange) => {
  const decision = decided(exchange);
  return decision.kind === "retry" ? decision.inMs / 1000 : decision.kind;
};
const statuses = fc.integer({ min: 200, max: 599 });

describe("classify", () => {
  it("takes 2xx for success and nothing else", () => {
    const property = fc.property(statuses, fc.boolean(), (status, truncated) => {
      expect(read({ ...answer(status), truncated }).succeeded).toBe(status >= 200 && status < 300);
    });
    fc.assert(property);
  });

  it("tells redirects, refusals and 410 apart, each in a sentence", () => {
    expect(read(answer(301, [["Location", "https://new.example.org/"]]))).toMatchObject({
      errorClass: "redirect",
      gone: false,
      message: expect.stringMatching(/answered 301 and pointed to https:\/\/new\.example\.org\//),
    });
    expect(read(answer(410))).toMatchObject({ errorClass: "status", gone: true });
    const property = fc.property(fc.integer({ min: 300, max: 599 }), (status) => {
      const outcome = read(answer(status));
      expect(outcome).toMatchObject({
        succeeded: false,
        gone: status === 410,
        errorClass: status < 400 ? "redirect" : "status",
        message: expect.stringMatching(new RegExp(`answered ${status}.*\\.$`)),
      });
    });
    fc.assert(property);
  });

  it.each(ERROR_CLASSES)("says %s in a sentence without holes", (errorClass) => {
    for (const facts of [{}, { detail: "x.", status: 500, location: "/a", timeoutMs: 1500 }]) {
      const { sentence, fix } = explain(errorClass, facts);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(`${sentence} ${fix ?? ""}`).not.toMatch(/undefined|null|\.\./);
    }
    expect(read(failure(errorClass, "why"))).toMatchObject({ succeeded: false, errorClass, gone: false });
  });

  it("says how long it waited", () => {
    expect(read(failure("timeout"))).toMatchObject({ message: "The receiver did not answer within 15 s." });
  });
});

describe("decide", () => {
  it("follows the schedule, then gives up", () => {
    expect(decided(answer(204))).toEqual({ kind: "succeeded" });
    expect(dueIn(answer(500))).toBe(30);
    expect(dueIn(failure("address_refused"))).toBe(30);
    expect(dueIn(answer(302))).toBe(30);
    expect(decided(answer(500), 3)).toEqual({ kind: "failed" });
    expect(decided(answer(200), 3)).toEqual({ kind: "succeeded" });
  });

  it("disables at once on 410", () => {
    expect(decided(answer(410))).toEqual({ kind: "gone" });
    expect(decided(answer(410), 3)).toEqual({ kind: "gone" });
  });

  it("lets Retry-After put the next try off, never bring it forward", () => {
    const waitOf = (status: number, value: string) => dueIn(answer(status, [["retry-after", value]]));
    for (const status of [429, 503]) {
      expect(waitOf(status, "3600")).toBe(3600);
      expect(waitOf(status, "9999999")).toBe(86_400);
      expect(waitOf(status, "Sat, 18 Apr 2026 10:30:00 GMT")).toBe(3600);
      for (const early of ["0", "2", "whenever", "Sat, 18 Apr 2026 09:00:00 GMT"]) {
        expect([early, waitOf(status, early)]).toEqual([early, 30]);
      }
    }
    expect(waitOf(500, "3600")).toBe(30);
  });

  it("counts no 429 for a day, not even in the place of the last try", () => {
    const tooMany = answer(429, [["retry-after", "60"]]);
    const kept = { kind: "retry", inMs: 60_000, counted: false };
    for (const made of [1, 2, 3]) expect(decided(tooMany, made)).toEqual(kept);
    for (const patient of [null, now, new Date(0)]) {
      expect(decided(tooMany, 1, patient)).toEqual({ ...kept, counted: true });
      expect(decided(tooMany, 3, patient)).toEqual({ kind: "failed" });
    }
    expect(decided(answer(503, [["retry-after", "60"]]), 1)).toEqual({ ...kept, counted: true });
    expect(decided(answer(503, [["retry-after", "60"]]), 3)).toEqual({ kind: "failed" });
  });

  it("tries again when a webhook of one try was answered 429", () => {
    const once = { kind: "custom" as const, delaysSeconds: [] };
    const standing = { triesMade: 1, patientUntil };
    const next = decide(read(answer(429)), standing, once, now, () => 0.5);
    expect(next).toEqual({ kind: "retry", inMs: 0, counted: false });
    expect(decide(read(answer(500)), standing, once, now, () => 0.5)).toEqual({ kind: "failed" });
  });

  it("never tries sooner or more often than the schedule says", () => {
    const delays = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 });
    const values = fc.oneof(
      fc.nat().map(String),
      fc.date({ noInvalidDate: true }).map((at) => at.toUTCString()),
    );
    const property = fc.property(
      statuses,
      values,
      delays,
      fc.nat({ max: 7 }),
      fc.boolean(),
      (status, value, delaysSeconds, made, patient) => {
        const schedule = { kind: "custom" as const, delaysSeconds };
        const standing = { triesMade: made + 1, patientUntil: patient ? patientUntil : null };
        const exchange = answer(status, [["retry-after", value]]);
        const next = decide(read(exchange), standing, schedule, now, () => 0.5);
        if (next.kind !== "retry") return;
        const delay = delaysSeconds[Math.min(made, delaysSeconds.length - 1)] as number;
        expect(next.inMs).toBeGreaterThanOrEqual(delay * 1000);
        expect(next.counted).toBe(status !== 429 || !patient);
        if (next.counted) expect(made).toBeLessThan(delaysSeconds.length);
      },
    );
    fc.assert(property);
  });
});

describe("what a receiver asks for", () => {
  it("is patience on a 429, and on a 503 that says how long", () => {
    const asksOf = (status: number, value?: string) => {
      const outcome = read(answer(status, value === undefined ? [] : [["Retry-After", value]]));
      return outcome.succeeded ? "succeeded" : outcome.asks;
    };
    expect(asksOf(429)).toEqual({ status: 429, seconds: undefined });
    expect(asksOf(429, "0")).toEqual({ status: 429, seconds: 0 });
    expect(asksOf(429, "7")).toEqual({ status: 429, seconds: 7 });
    expect(asksOf(503, "7")).toEqual({ status: 503, seconds: 7 });
    expect([asksOf(503), asksOf(503, "0"), asksOf(500, "7"), asksOf(410, "7")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(asksOf(200, "7")).toBe("succeeded");
  });
});

describe("errorClassOf", () => {
  const coded = (code: string, more = {}) => Object.assign(new Error("what it said"), { code, ...more });
  it.each([
    [coded("ECONNREFUSED"), "refused"],
    [new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]), "refused"],
    [coded("EHOSTUNREACH"), "unreachable"],
    [coded("ETIMEDOUT"), "connect_timeout"],
    [coded("ECONNRESET"), "reset"],
    [coded("CERT_HAS_EXPIRED"), "tls_expired"],
    [coded("ERR_TLS_CERT_ALTNAME_INVALID"), "tls_wrong_name"],
    [coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "tls_untrusted"],
    [coded("ERR_SSL_WRONG_VERSION_NUMBER"), "tls"],
    [coded("ENOTFOUND", { syscall: "getaddrinfo" }), "dns"],
    [coded("ESERVFAIL", { syscall: "queryA" }), "dns"],
    [new Error("odd"), "network"],
  ])("%s", (error, errorClass) => expect(errorClassOf(error).class).toBe(errorClass));

  it("keeps a short line without control characters", () => {
    const { message } = errorClassOf(new Error(`a\0b\r\nc${"x".repeat(1000)}`));
    expect(message).toMatch(/^a b cx+$/);
    expect(message.length).toBe(300);
  });
});

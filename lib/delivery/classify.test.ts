import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classify, decide, MAX_RETRY_AFTER_SECONDS, retryAfterSeconds } from "./classify";
import { ERROR_CLASSES } from "./error-class-names";
import { errorClassOf } from "./error-classes";
import type { Exchange } from "./exchange";
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
const decided = (exchange: Exchange, triesMade = 1) =>
  decide(read(exchange), { triesMade }, { kind: "default" }, now, () => 0.5);
const dueIn = (exchange: Exchange) => {
  const decision = decided(exchange);
  return decision.kind === "retry" ? (decision.dueAt.getTime() - now.getTime()) / 1000 : decision.kind;
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

describe("Retry-After", () => {
  it("is read as seconds or as a date, from a second to a day", () => {
    expect(retryAfterSeconds("120", now)).toBe(120);
    expect(retryAfterSeconds(" 7 ", now)).toBe(7);
    expect(retryAfterSeconds("Sat, 18 Apr 2026 09:31:30 GMT", now)).toBe(90);
    expect(retryAfterSeconds("Saturday, 18-Apr-26 09:31:30 GMT", now)).toBe(90);
    expect(retryAfterSeconds("Sat Apr 18 09:31:30 2026", now)).toBe(90);
    expect(retryAfterSeconds("Sat, 18 Apr 2026 09:00:00 GMT", now)).toBe(1);
    expect(retryAfterSeconds("0", now)).toBe(1);
    expect(retryAfterSeconds("999999999", now)).toBe(MAX_RETRY_AFTER_SECONDS);
  });

  it.each([undefined, "", "soon", "-5", "1.5", "1e3", "2026", "2026-04-18", "0x10"])(
    "%s is none",
    (value) => {
      const read = retryAfterSeconds(value, now);
      if (value === "2026") expect(read).toBe(2026);
      else expect(read).toBeUndefined();
    },
  );

  it("is always between a second and a day, or nothing", () => {
    const property = fc.property(
      fc.oneof(fc.string(), fc.nat().map(String), fc.date().map(String)),
      (value) => {
        const wait = retryAfterSeconds(value, now);
        if (wait === undefined) return;
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(MAX_RETRY_AFTER_SECONDS);
      },
    );
    fc.assert(property);
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

  it("honours Retry-After on 429 and 503, on nothing else", () => {
    const waitOf = (status: number, value: string) => dueIn(answer(status, [["retry-after", value]]));
    expect(waitOf(429, "2")).toBe(2);
    expect(waitOf(503, "3600")).toBe(3600);
    expect(waitOf(429, "9999999")).toBe(86_400);
    expect(waitOf(429, "whenever")).toBe(30);
    expect(waitOf(500, "2")).toBe(30);
  });

  it("never tries more often than the schedule says", () => {
    const property = fc.property(statuses, fc.integer({ min: 3, max: 30 }), (status, made) => {
      expect(decided(answer(status, [["retry-after", "1"]]), made).kind).not.toBe("retry");
    });
    fc.assert(property);
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

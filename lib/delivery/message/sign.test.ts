import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { sign, verify } from "./sign";

const VECTOR = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestampSeconds: 1614265330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const now = VECTOR.timestampSeconds;
const headers = (signature = VECTOR.signature) => ({
  "webhook-id": VECTOR.id,
  "webhook-timestamp": String(now),
  "webhook-signature": signature,
});
const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString("base64")}`;
const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf);
const ids = fc.stringMatching(/^[\w-]{1,60}$/);

describe("sign", () => {
  it("gives the signature of the specification's vector", () => {
    expect(sign({ ...VECTOR, secrets: [VECTOR.secret] })).toBe(VECTOR.signature);
    expect(sign({ ...VECTOR, body: Buffer.from(VECTOR.body), secrets: [VECTOR.secret] })).toBe(
      VECTOR.signature,
    );
  });

  it("is accepted by the standardwebhooks package, with each of the secrets that sign", () => {
    const property = fc.property(
      fc.array(secrets, { minLength: 1, maxLength: 3 }),
      ids,
      fc.string({ unit: "binary" }),
      (all, id, body) => {
        const timestampSeconds = Math.floor(Date.now() / 1000);
        const sent = {
          "webhook-id": id,
          "webhook-timestamp": String(timestampSeconds),
          "webhook-signature": sign({ id, timestampSeconds, body, secrets: all }),
        };
        for (const secret of all) new Webhook(secret).verify(body, sent, { jsonParse: false });
      },
    );
    fc.assert(property);
  });

  it("signs the bytes, whatever they are", () => {
    const property = fc.property(secrets, fc.uint8Array(), (secret, bytes) => {
      const key = Buffer.from(secret.slice(6), "base64");
      const signed = Buffer.concat([Buffer.from("msg_1.5."), bytes]);
      const expected = createHmac("sha256", key).update(signed).digest("base64");
      const body = Buffer.from(bytes);
      expect(sign({ id: "msg_1", timestampSeconds: 5, body, secrets: [secret] })).toBe(`v1,${expected}`);
    });
    fc.assert(property);
  });

  it("refuses to sign with nothing", () => {
    expect(() => sign({ ...VECTOR, secrets: [] })).toThrow(/at least one secret/);
    expect(() => sign({ ...VECTOR, secrets: ["whsec_"] })).toThrow(/whsec_/);
  });
});

describe("verify", () => {
  it("accepts what the standardwebhooks package signs", () => {
    const property = fc.property(secrets, ids, fc.string({ unit: "binary" }), (secret, id, body) => {
      const signature = new Webhook(secret).sign(id, new Date(now * 1000), body);
      const sent: [string, string][] = [
        ["Webhook-Id", id],
        ["WEBHOOK-TIMESTAMP", String(now)],
        ["webhook-signature", `v1a,ignored v1,d3Jvbmc= ${signature}`],
      ];
      expect(verify(sent, body, [secretOf(new Uint8Array(24)), secret], now)).toEqual({ ok: true });
    });
    fc.assert(property);
  });

  it.each([
    ["missing_header", { "webhook-id": "msg_1" }, /webhook-timestamp, webhook-signature/],
    ["bad_timestamp", { ...headers(), "webhook-timestamp": "yesterday" }, /"yesterday"/],
    ["no_v1_signature", headers("v1a,abc"), /v1,<base64>/],
    ["mismatch", headers("v1,YWJj"), /another one/],
  ])("says %s", (code, sent, message) => {
    const result = verify(sent, VECTOR.body, [VECTOR.secret], now);
    expect(result).toMatchObject({ ok: false, code });
    expect(result).toMatchObject({ message: expect.stringMatching(message) });
  });

  it("accepts five minutes of age and of haste, no more", () => {
    const at = (nowSeconds: number) => verify(headers(), VECTOR.body, [VECTOR.secret], nowSeconds);
    expect(at(now + 300)).toEqual({ ok: true });
    expect(at(now - 300)).toEqual({ ok: true });
    expect(at(now + 301)).toMatchObject({ code: "too_old" });
    expect(at(now - 301)).toMatchObject({ code: "too_new" });
  });

  it("sees when the body was parsed and written again, or trimmed", () => {
    const body = '{"b":1,"a":[true]}';
    const signature = sign({ ...VECTOR, body, secrets: [VECTOR.secret] });
    const check = (received: string) => verify(headers(signature), received, [VECTOR.secret], now);
    expect(check(JSON.stringify(JSON.parse(body), null, 2))).toMatchObject({ code: "body_reformatted" });
    expect(check(`${body}\n`)).toMatchObject({ code: "body_reformatted" });
    expect(check('{"b":2,"a":[true]}')).toMatchObject({ code: "mismatch" });
  });
});

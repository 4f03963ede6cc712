import { describe, expect, test } from "vitest";
import { sign } from "@/lib/delivery/message/sign";
import { examine, type KnownSecret } from "./examine";

const webhookId = "0b6f5a52-5c1e-4f0e-9a43-6e2a8c1b7d10";
const id = `msg_01HZY3V8K2Q4W6E8R0T2Y4V6K8_${webhookId}`;
const secretOf = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString("base64")}`;
const now = new Date("2026-11-22T12:00:00Z");
const seconds = now.getTime() / 1000;
const current: KnownSecret = { secret: secretOf("a"), expiresAt: null };
const body = '{"id": "1",\n "kind": "user.created"}';

function pasted(options: { body?: string; at?: number; id?: string; secret?: string } = {}) {
  const at = options.at ?? seconds;
  const signature = sign({
    id: options.id ?? id,
    timestampSeconds: at,
    body: options.body ?? body,
    secrets: [options.secret ?? current.secret],
  });
  return `Webhook-Id: ${options.id ?? id}\nWebhook-Timestamp: ${at}\nWebhook-Signature: ${signature}`;
}

const look = (headers: string, text = body, secrets = [current]) =>
  examine({ headers, body: text }, webhookId, secrets, now);
const of = (result: ReturnType<typeof look>, what: string) =>
  result.findings.find((finding) => finding.what === what);

test("a good request is good in every respect", () => {
  const result = look(pasted());
  expect(result.ok).toBe(true);
  expect(result.findings.map(({ state }) => state)).toEqual(["ok", "ok", "ok", "ok"]);
});

describe("headers as people copy them", () => {
  const lines = pasted().split("\n");
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);
  test.each([
    ["a raw request", `POST /hook HTTP/1.1\r\nHost: example.org\r\n${lines.join("\r\n")}`],
    ["curl -v", lines.map((line) => `> ${line}`).join("\n")],
    ["a curl command", lines.map((line) => `  -H '${line}' \\`).join("\n")],
    ["a JSON object", JSON.stringify(Object.fromEntries(pairs))],
    ["a JSON list", JSON.stringify(pairs)],
    ["an object of lists", JSON.stringify(Object.fromEntries(pairs.map(([name, value]) => [name, [value]])))],
    ["JavaScript", pairs.map(([name, value]) => `  '${name}': '${value}',`).join("\n")],
    [
      "CGI",
      pairs.map(([name, value]) => `HTTP_${name?.toUpperCase().replaceAll("-", "_")}=${value}`).join("\n"),
    ],
  ])("%s", (_, headers) => expect(look(headers)).toMatchObject({ ok: true }));
});

describe("what is wrong is named", () => {
  test("nothing that looks like headers", () => {
    expect(of(look("hello"), "headers")?.text).toContain("No header was found");
  });

  test("missing headers, by name", () => {
    const result = look(pasted().split("\n").slice(0, 1).join("\n"));
    expect(of(result, "headers")?.text).toMatch(/^webhook-timestamp and webhook-signature are missing/);
  });

  test("another webhook's request", () => {
    const other = id.replace(webhookId, "11111111-5c1e-4f0e-9a43-6e2a8c1b7d10");
    const result = look(pasted({ id: other, secret: secretOf("b") }));
    expect(of(result, "sender")).toMatchObject({ state: "problem" });
    expect(of(result, "signature")).toMatchObject({ state: "problem" });
  });

  test("an old request is said to be old, and checked all the same", () => {
    const result = look(pasted({ at: seconds - 7200 }));
    expect(result.ok).toBe(true);
    expect(of(result, "timestamp")).toMatchObject({ state: "warning" });
    expect(of(result, "timestamp")?.text).toContain("2 h ago");
  });

  test("a clock that is ahead, and no clock at all", () => {
    expect(of(look(pasted({ at: seconds + 4000 })), "timestamp")?.text).toContain("in the future");
    const odd = look(pasted().replace(String(seconds), "yesterday"));
    expect(of(odd, "timestamp")?.text).toContain("yesterday");
    expect(odd.ok).toBe(false);
  });

  test("a body that was parsed and written again", () => {
    const compact = JSON.stringify(JSON.parse(body));
    const result = look(pasted({ body: compact }), body);
    expect(of(result, "signature")?.text).toContain("parsed and written again");
  });

  test("another secret", () => {
    expect(of(look(pasted({ secret: secretOf("z") })), "signature")?.text).toContain("secret is another one");
  });
});

describe("what a text field does to a body is not held against it", () => {
  test.each([
    ["CRLF", body.replace("\n", "\r\n")],
    ["a last line end", `${body}\n`],
  ])("%s", (_, sent) => expect(look(pasted({ body: sent }))).toMatchObject({ ok: true }));
});

describe("rotated secrets", () => {
  const former = (expiresAt: string): KnownSecret => ({
    secret: secretOf("f"),
    expiresAt: new Date(expiresAt),
  });
  test("one that still signs", () => {
    const result = look(pasted({ secret: secretOf("f") }), body, [current, former("2026-11-23T00:00:00Z")]);
    expect(of(result, "signature")).toMatchObject({ state: "ok" });
  });
  test("one that signs no more", () => {
    const result = look(pasted({ secret: secretOf("f") }), body, [current, former("2026-11-21T00:00:00Z")]);
    expect(of(result, "signature")).toMatchObject({ state: "warning" });
  });
});

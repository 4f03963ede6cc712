import { firstRun } from "../support/first-run";
import { sendRaw } from "../support/raw";
import { expect, test } from "../support/test";

const named = (name: string) => `hookyard-${new URL(firstRun().url).port}.${name}`;

/** A token in form alone, one of another server's, numbers, markup, bytes that are no text, cut and too long ones. */
const VALUES = [
  "",
  "x",
  "%",
  "%zz",
  "%00",
  "%ff",
  "|",
  "x|y",
  "a.b.c",
  "a.b.c.d.e",
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z",
  "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
  "null",
  "{}",
  "http:",
  "http://",
  "javascript:alert(1)",
  "//evil.example",
  '"',
  '"><script>',
  "ÿ",
  "a".repeat(9_000),
];
const NAMES = ["session", "session.0", "session.1", "callback", "csrf", "organisation", "device"];

/** How somebody without a session is answered. */
const SIGNED_OUT = {
  "/": 307,
  "/sign-in": 200,
  "/api/live/webhooks": 401,
  "/api/auth/session": 200,
  "/api/auth/csrf": 200,
};

test("a cookie that is none of ours counts for nothing, and breaks nothing", async () => {
  for (const name of NAMES) {
    for (const value of VALUES) {
      const headers: [string, string][] = [["Cookie", `${named(name)}=${value}`]];
      const statuses = await Promise.all(
        Object.keys(SIGNED_OUT).map(async (target) => [target, (await sendRaw({ target, headers })).status]),
      );
      expect(Object.fromEntries(statuses), `${name}=${value.slice(0, 30)}`).toEqual(SIGNED_OUT);
    }
  }
});

test("cookies that are no list of cookies", async () => {
  const session = named("session");
  for (const cookie of [
    "=",
    "=;=",
    ";;;",
    "a",
    "%=%",
    "__proto__=x",
    `${session}.0=a; ${session}.1=b; ${session}.9=c`,
    `${session}=a; ${session}=b`,
  ]) {
    const headers: [string, string][] = [["Cookie", cookie]];
    expect((await sendRaw({ target: "/api/live/jobs", headers })).status, cookie).toBe(401);
    expect((await sendRaw({ target: "/api/auth/session", headers })).status, cookie).toBe(200);
  }
});

test("next-auth never fails, whatever it is asked", async () => {
  const actions = [
    "",
    "session",
    "csrf",
    "providers",
    "signin",
    "signin/nope",
    "signin/__proto__",
    "signout",
  ];
  actions.push(
    "callback",
    "callback/credentials",
    "callback/constructor",
    "error",
    "verify-request",
    "_log",
    "__proto__",
  );
  const form: [string, string][] = [["Content-Type", "application/x-www-form-urlencoded"]];
  const json: [string, string][] = [["Content-Type", "application/json"]];
  const bodies: [[string, string][], string][] = [
    [form, "callbackUrl=x"],
    [form, "csrfToken=%zz&callbackUrl=http:"],
    [json, "["],
    [json, "null"],
    [json, '{"callbackUrl":{},"csrfToken":1,"json":[]}'],
    [[["Content-Type", "multipart/form-data"]], "x"],
    [[], "x"],
  ];
  for (const action of actions) {
    const target = `/api/auth/${action}`;
    for (const query of [
      "",
      "?callbackUrl=http:",
      "?callbackUrl=javascript:alert(1)&error=<x>",
      "?nextauth=x&__proto__=1",
    ]) {
      const { status, text } = await sendRaw({ target: target + query });
      expect(status, `${target + query}: ${text.slice(-300)}`).toBeLessThan(500);
    }
    for (const [headers, body] of bodies) {
      const { status } = await sendRaw({ method: "POST", target, headers, body });
      expect(status, `${target} ${body}`).toBeLessThan(500);
    }
  }
});

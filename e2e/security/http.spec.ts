import { firstRun } from "../support/first-run";
import { type RawAnswer, sendBytes, sendRaw } from "../support/raw";
import { expect, test } from "../support/test";

/** Refused in words, and safely. */
function expectRefused(answer: RawAnswer, status: number, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBe(status);
  expect(answer.body, what).toContain('"detail":');
  expect(answer.headers, what).toMatchObject({ "x-content-type-options": "nosniff" });
}

test("a path that can't be read is refused, wherever it leads", async () => {
  const broken = ["%", "%zz", "%E0%A4%A", "%ff", "%00", "a%2"];
  const places = [
    "/",
    "/developers/jobs/",
    "/api/inbox/",
    "/api/live/webhooks/",
    "/api/v1/webhooks/",
    "/_next/static/",
  ];
  for (const place of places) {
    for (const part of broken) {
      expectRefused(await sendRaw({ target: place + part }), 400, place + part);
    }
  }
  expect((await sendRaw({ target: "/sign-in?callbackUrl=%zz&x=%" })).status).toBe(200);
});

test("no way of writing a path leads into the console by a stranger's name", async () => {
  const ways = [
    "/api/v1/../live/jobs",
    "/api/v1/%2e%2e/live/jobs",
    "/api/v1/..%2flive/jobs",
    "/api/inbox\\..\\live/jobs",
  ];
  for (const target of ways) {
    const answer = await sendRaw({ target, headers: [["Host", "evil.example"]] });
    expect([404, 421, 401, 308], `${target}: ${answer.status}`).toContain(answer.status);
    expect(answer.headers.location ?? "", target).not.toContain("evil.example");
    expect(answer.body, target).not.toContain('"ok":true');
  }
});

test("methods that nobody has are refused, and echo nothing", async () => {
  for (const method of ["TRACE", "TRACK", "PROPFIND", "CONNECT", "BREW"]) {
    for (const target of method === "CONNECT"
      ? ["evil.example:443"]
      : ["/", "/api/v1/webhooks", "/api/inbox/none"]) {
      const answer = await sendRaw({ method, target, headers: [["X-Secret", "echo-me"]] });
      expect([400, 405], `${method} ${target}`).toContain(answer.status);
      expect(answer.body, `${method} ${target}`).toContain('"detail":');
      expect(answer.text).not.toContain("echo-me");
    }
  }
});

test("OPTIONS * and an upgrade are answered as HTTP has it", async () => {
  expect((await sendRaw({ method: "OPTIONS", target: "*" })).status).toBe(204);
  const upgrade: [string, string][] = [
    ["Upgrade", "websocket"],
    ["Sec-WebSocket-Key", "x"],
  ];
  expect((await sendRaw({ target: "/api/health", headers: upgrade })).status).toBe(200);
  expectRefused(await sendRaw({ target: "/%", headers: upgrade }), 400, "upgrade");
});

test("requests that two servers could read in two ways are refused", async () => {
  const host = `Host: ${new URL(firstRun().url).host}\r\n`;
  const post = (headers: string, body: string) =>
    `POST /api/v1/events HTTP/1.1\r\n${host}${headers}\r\n${body}`;
  const smuggled = "0\r\n\r\nGET /api/health HTTP/1.1\r\n";
  for (const bytes of [
    post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", smuggled),
    post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", smuggled),
    post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", smuggled),
    post("Transfer-Encoding: xchunked\r\n", smuggled),
    post("Transfer-Encoding : chunked\r\n", smuggled),
    post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd"),
    post("Content-Length: +4\r\n", "abcd"),
    post("Content-Length: 4, 4\r\n", "abcd"),
    post("X: a\r\n b: c\r\n\tContent-Length: 4\r\nContent-Length: -1\r\n", "abcd"),
    post("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"),
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    `GET / HTTP/1.1\nX: y\r\r\n${host}\r\n`,
    "\u0016\u0003\u0001\u0002",
  ]) {
    const answer = await sendBytes(bytes);
    expect(answer.status, JSON.stringify(bytes)).toBe(400);
    expect(answer.text.match(/HTTP\/1\.1 /g), JSON.stringify(bytes)).toHaveLength(1);
  }
  const twice: [string, string][] = [
    ["Host", new URL(firstRun().url).host],
    ["Host", "evil.example"],
  ];
  expectRefused(await sendRaw({ target: "/api/health", headers: twice }), 400, "two hosts");
});

test("what is too long is refused in words", async () => {
  expectRefused(await sendRaw({ target: `/${"a".repeat(9_000)}` }), 414, "address");
  expectRefused(await sendRaw({ target: "/", headers: [["X", "x".repeat(20_000)]] }), 431, "headers");
  expectRefused(await sendRaw({ target: "/", headers: [["Cookie", "a=b; ".repeat(4_000)]] }), 431, "cookies");
  const many = Array.from({ length: 3_000 }, (_, n): [string, string] => [`X-${n}`, "1"]);
  expectRefused(await sendRaw({ target: "/", headers: many }), 431, "many headers");
});

test("a body that dribbles in is given up after half a minute, headers sooner", async () => {
  test.setTimeout(60_000);
  const host = new URL(firstRun().url).host;
  const body = (target: string) =>
    `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${firstRun().apiKey}\r\nContent-Length: 100\r\n\r\n{`;
  const started = Date.now();
  const slow = [
    `GET / HTTP/1.1\r\nHost: ${host}\r\n`,
    body("/api/v1/events"),
    body("/api/v1/webhooks"),
    body("/api/auth/signout"),
  ];
  const answers = await Promise.all(slow.map(sendBytes));
  expect(answers.map(({ status }) => status)).toEqual([408, 408, 408, 408]);
  expect(Date.now() - started).toBeLessThan(40_000);
  expect((await sendRaw({ target: "/api/health" })).status).toBe(200);
});

test("a body that is too long is refused in words, and its connection goes on", async () => {
  const { url, apiKey } = firstRun();
  const size = 3_000_000;
  const head = `Host: ${new URL(url).host}\r\nAuthorization: Bearer ${apiKey}\r\n`;
  const long = `POST /api/v1/events HTTP/1.1\r\n${head}Content-Length: ${size}\r\n\r\n${" ".repeat(size)}`;
  const answer = await sendBytes(`${long}GET /api/health HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
  expectRefused(answer, 413, "3 MB");
  expect(answer.text).toMatch(/HTTP\/1.1 200 /);
});

test("hundreds of connections that say nothing keep nobody out", async ({ request }) => {
  const silent = Array.from({ length: 300 }, () => sendBytes("GET / HTTP/1.1\r\n"));
  await expect.poll(async () => (await request.get("/api/health")).status()).toBe(200);
  const statuses = new Set((await Promise.all(silent)).map(({ status }) => status));
  expect([...statuses]).toEqual([408]);
});

import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { serveLean } from "@/lib/api/lean";
import { createGuard, TIME_LIMITS } from "./connections";
import { createFront } from "./front";

const publicUrl = new URL("https://hooks.example.org");
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function start(listener: RequestListener, { most = 100, limits = {} } = {}): Promise<number> {
  const server = createServer({ ...TIME_LIMITS, ...limits }, listener);
  createGuard(publicUrl, most)(server);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Sends bytes as they are; resolves with all that comes back until the server closes. */
function send(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8").on("data", (data) => {
      answer += data;
    });
    socket.once("close", () => resolve(answer)).once("error", reject);
  });
}

const get = (path: string, headers = "", host = "hooks.example.org") =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n`;

const echo = (isTrustedProxy = (_peer?: string) => false) =>
  createFront({ publicUrl, isTrustedProxy }, async (request, response) => {
    const { "x-forwarded-host": host, "x-forwarded-proto": proto, forwarded } = request.headers;
    response.end(JSON.stringify({ url: request.url, host, proto, forwarded }));
  });

const told = (answer: string) => JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? "null");

test("every answer has the headers, be it let through, refused, or to what is no HTTP at all", async () => {
  const port = await start(echo());
  const requests = [
    get("/"),
    get("/%"),
    get("/", "", "evil.example"),
    "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "nonsense\r\n\r\n",
    get("/", `X: ${"x".repeat(20_000)}\r\n`),
  ];
  const answers = await Promise.all(requests.map((request) => send(port, request)));
  for (const answer of answers) {
    expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    expect(answer).toMatch(/\r\nstrict-transport-security: max-age=/i);
    expect(answer).toMatch(/\r\ncontent-security-policy: [^\r]*frame-ancestors 'none'/i);
  }
  expect(answers.map((answer) => answer.slice(9, 12))).toEqual(["200", "400", "421", "405", "400", "431"]);
});

test("what a stranger forwards is not passed on; what a proxy of ours forwards is", async () => {
  const forged =
    "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\nForwarded: host=evil.example\r\n";
  const mine = { url: "/", host: "hooks.example.org", proto: "https" };
  expect(told(await send(await start(echo()), get("/", forged)))).toEqual(mine);
  const behind = await start(echo((peer) => peer === "127.0.0.1"));
  const proxied = "X-Forwarded-Host: hooks.example.org\r\nX-Forwarded-Proto: https\r\n";
  expect(told(await send(behind, get("/", proxied, "inside:3000")))).toEqual(mine);
  expect(await send(behind, get("/", forged))).toContain("421");
});

test("a name of this machine stays as it was asked for", async () => {
  const answer = await send(await start(echo()), get("/", "", "127.0.0.1:8080"));
  expect(told(answer)).toMatchObject({ host: "127.0.0.1:8080", proto: "http" });
});

test("an address in absolute form is asked for by its own host", async () => {
  const port = await start(echo());
  expect(told(await send(port, get("https://hooks.example.org/a?b=1", "", "evil.example")))).toMatchObject({
    url: "/a?b=1",
  });
  expect(await send(port, get("http://evil.example/"))).toContain("421");
});

test("what does not arrive in time is given up, headers and body alike, also half-way through its handling", async () => {
  const slow: RequestListener = (request, response) => {
    request.resume().once("end", () => response.end("whole"));
  };
  const limits = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };
  const port = await start(slow, { limits });
  for (const part of [
    "",
    "GET / HTTP/1.1\r\nHost: x\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
  ]) {
    const answer = await send(port, part);
    expect(answer, part).toContain("HTTP/1.1 408 Request Timeout");
    expect(answer, part).toContain("took too long");
  }
});

test.each(["keep-alive", "close"])(
  "a refusal is heard while the body is still being sent (%s)",
  async (connection) => {
    const port = await start(echo());
    const size = 5_000_000;
    const head = `POST /% HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nContent-Length: ${size}\r\n\r\n`;
    const next = connection === "close" ? "" : get("/");
    const answer = await send(port, head + "x".repeat(size) + next);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer.includes("HTTP/1.1 200")).toBe(connection !== "close");
  },
);

test("a call without a key hears so while its body is still being sent, and the next one is answered", async () => {
  const port = await start((request, response) => void serveLean(request, response));
  const size = 5_000_000;
  const head = `POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`;
  const answer = await send(port, head + "x".repeat(size) + get("/"));
  expect(answer.match(/HTTP\/1.1 401/g)).toHaveLength(2);
});

test("over the bound the slowest goes, and never a call that is being answered", async () => {
  const waiting: ServerResponse[] = [];
  const port = await start(
    (request, response) => {
      if (request.url === "/held") waiting.push(response);
      else response.end("quick");
    },
    { most: 3 },
  );
  const held = send(port, get("/held"));
  await expect.poll(() => waiting.length).toBe(1);
  const slow = Array.from({ length: 20 }, () => send(port, "GET / HTTP/1.1\r\n"));
  expect(await send(port, get("/"))).toContain("quick");
  expect((await Promise.all(slow.slice(0, 10))).join("")).toBe("");
  waiting[0]?.end("held");
  expect(await held).toContain("held");
});

test("two ways to tell where a body ends are refused, and requests in a row are not", async () => {
  const port = await start(echo());
  const both =
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  expect(await send(port, both)).toContain("HTTP/1.1 400 Bad Request");
  const twice = `GET / HTTP/1.1\r\nHost: localhost\r\n\r\n${get("/")}`;
  expect((await send(port, twice)).match(/HTTP\/1.1 200/g)).toHaveLength(2);
});

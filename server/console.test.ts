import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request as ask, createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { consoleAt } from "./console";

const opened: Server[] = [];
let folder = "";
afterEach(async () => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

/** A console that answers like this, and the address of what is in front of it. */
async function front(answers: RequestListener): Promise<{ url: string; console: Server }> {
  folder = await mkdtemp(join(tmpdir(), "hookyard-console-"));
  const path = join(folder, "console.sock");
  const console = createServer({ keepAliveTimeout: 0 }, answers);
  await once(console.listen(path), "listening");
  const behind = consoleAt(path);
  const server = createServer((request, response) => void behind(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  opened.push(console, server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, console };
}

test("a request goes through as it is, and its answer comes back as it is", async () => {
  const { url } = await front(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader("set-cookie", ["a=1; Path=/", "b=2"]);
    response.writeHead(201, { "x-made": "yes", "content-type": "application/json" });
    const { method, url: path, headers } = request;
    response.end(JSON.stringify({ method, path, headers, body: Buffer.concat(chunks).toString() }));
  });
  const answer = await fetch(`${url}/a/b?c=%20d&c=2`, {
    method: "PATCH",
    headers: { "x-forwarded-for": "192.0.2.7", host: "hooks.example" },
    body: "é".repeat(50_000),
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
  expect(answer.headers.get("x-made")).toBe("yes");
  const seen = await answer.json();
  expect(seen).toMatchObject({ method: "PATCH", path: "/a/b?c=%20d&c=2", body: "é".repeat(50_000) });
  expect(seen.headers).toMatchObject({ "x-forwarded-for": "192.0.2.7", "content-length": "100000" });
});

test.each(["GET", "HEAD", "DELETE", "OPTIONS"])("%s without a body is answered", async (method) => {
  const { url } = await front((request, response) => {
    response.writeHead(request.method === "DELETE" ? 204 : 200, { "x-method": request.method ?? "" });
    response.end(request.method === "DELETE" ? undefined : "text");
  });
  const answer = await fetch(url, { method });
  expect(answer.headers.get("x-method")).toBe(method);
  expect(await answer.text()).toBe(["HEAD", "DELETE"].includes(method) ? "" : "text");
});

test("an answer that comes bit by bit is passed on bit by bit", async () => {
  let more = () => {};
  const { url } = await front((_, response) => {
    response.write("first");
    more = () => void response.end("last");
  });
  const reader = (await fetch(url)).body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
  more();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("last");
});

test("when whoever asked goes, the console hears of it", async () => {
  const gone = vi.fn();
  let arrived = () => {};
  const asked = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { url } = await front((_, response) => {
    response.once("close", gone);
    response.write("first");
    arrived();
  });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await asked;
  socket.destroy();
  await vi.waitFor(() => expect(gone).toHaveBeenCalled());
});

test("an answer given before the body has come leaves the connection good for the next request", async () => {
  const { url } = await front((request, response) => {
    response.writeHead(request.method === "POST" ? 429 : 200, { "content-length": 2 });
    response.end("ok");
  });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let heard = "";
  const broke = vi.fn();
  socket.setEncoding("utf8").on("data", (text) => {
    heard += text;
  });
  socket.once("error", broke);
  const size = 4_000_000;
  socket.write(`POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n${"x".repeat(1_000)}`);
  await vi.waitFor(() => expect(heard).toMatch(/ 429 /));
  socket.write("x".repeat(size - 1_000));
  socket.write("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  await vi.waitFor(() => expect(heard).toMatch(/ 200 /));
  expect(broke).not.toHaveBeenCalled();
  socket.destroy();
});

test("an answer that the console breaks off is broken off", async () => {
  const { url } = await front((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("first");
    setImmediate(() => response.destroy());
  });
  const answer = await fetch(url);
  await expect(answer.text()).rejects.toThrow();
});

test("while the console is away, a call hears when to come again, and a browser looks again by itself", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { url, console: away } = await front(() => {});
  away.close();
  const call = await fetch(`${url}/api/v1/webhooks`, { method: "POST", body: "{}" });
  expect([call.status, call.headers.get("retry-after")]).toEqual([503, "5"]);
  expect((await call.json()).detail).toMatch(/console is being started/);
  const page = await fetch(url, { headers: { accept: "text/html,*/*" } });
  expect([page.status, page.headers.get("refresh")]).toEqual([503, "2"]);
  expect(await page.text()).toMatch(/will be there in a moment/);
});

test("many requests at once, over connections that are kept, lose nothing", async () => {
  const { url } = await front((request, response) => void request.pipe(response));
  const bodies = Array.from({ length: 200 }, (_, index) => `${index} `.repeat(index));
  const answers = await Promise.all(
    bodies.map(async (body) => (await fetch(url, { method: "POST", body })).text()),
  );
  expect(answers).toEqual(bodies);
});

test("what belongs to the connection stays with it", async () => {
  const { url } = await front((request, response) => {
    response.end(JSON.stringify(request.headers));
  });
  const seen = await new Promise<string>((resolve, reject) => {
    const headers = { connection: "close, x-own", te: "trailers", "keep-alive": "timeout=5" };
    ask(url, { headers }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve(text);
    })
      .once("error", reject)
      .end();
  });
  const headers = JSON.parse(seen);
  expect(headers.te).toBeUndefined();
  expect(headers["keep-alive"]).toBeUndefined();
  expect(headers.connection).not.toMatch(/close/);
});

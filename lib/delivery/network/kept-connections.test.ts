import { createServer } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { classify } from "../verdict/classify";
import { listen, request, sender, tcp } from "./receivers.testing";

const OK = "HTTP/1.1 204 No Content\r\n\r\n";
type Seen = { connections: Socket[]; requests: string[] };

/** A receiver that counts; `answer` is told which request of its connection each is. A request comes in one piece here. */
async function counting(answer: (socket: Socket, onThis: number) => void): Promise<Seen & { url: string }> {
  const seen: Seen = { connections: [], requests: [] };
  const url = await tcp((socket) => {
    seen.connections.push(socket);
    let onThis = 0;
    socket.on("data", (bytes) => {
      seen.requests.push(bytes.toString());
      onThis += 1;
      answer(socket, onThis);
    });
  });
  return { ...seen, url };
}
const headOf = (text: string | undefined) => text?.split("\r\n\r\n")[0];

describe("a kept connection on which a receiver read a request and then", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["closed it", (socket) => socket.destroy()],
    ["ended it", (socket) => socket.end()],
    ["reset it", (socket) => socket.resetAndDestroy()],
    ["closed it after a while", (socket) => setTimeout(() => socket.destroy(), 30)],
    ["closed it within its answer's first line", (socket) => socket.end("HTTP/1.1 2")],
    ["closed it after an interim answer", (socket) => socket.end("HTTP/1.1 100 Continue\r\n\r\n")],
  ])("%s: that was the attempt, and nothing is sent again", async (_what, close) => {
    const to = await counting((socket, onThis) => (onThis === 2 ? close(socket) : socket.write(OK)));
    const one = sender();
    expect((await one.send(request(to.url))).status).toBe(204);
    const exchange = await one.send(request(to.url));
    expect(exchange.status).toBeUndefined();
    expect(["reset", "invalid_response"]).toContain(exchange.error?.class);
    expect({ connections: to.connections.length, requests: to.requests.length }).toEqual({
      connections: 1,
      requests: 2,
    });
  });

  it("ended it: words that don't say more than is known", async () => {
    const to = await counting((socket, onThis) => (onThis === 2 ? socket.end() : socket.write(OK)));
    const one = sender();
    await one.send(request(to.url));
    const outcome = classify(await one.send(request(to.url)), { timeoutMs: 1, now: new Date() });
    expect(outcome).toMatchObject({
      errorClass: "reset",
      message: "The connection was closed before an answer came; the receiver may have got the request.",
    });
  });

  it("ended it: from then on each request has a connection of its own, also one that waits for its turn", async () => {
    const to = await counting((socket, onThis) => (onThis === 2 ? socket.end() : socket.write(OK)));
    const one = sender({ limits: { perOrigin: 1 } });
    const waiting = Array.from({ length: 6 }, () => one.send(request(to.url)));
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    // Those that waited for the same connection still share it.
    expect(statuses.filter((status) => status === undefined).length).toBeLessThanOrEqual(3);
    const later = await Promise.all(Array.from({ length: 3 }, () => one.send(request(to.url))));
    expect(later.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(to.requests).toHaveLength(9);
    for (const text of to.requests.slice(-3)) expect(headOf(text)).toContain("connection: close");
    expect(headOf(to.requests[0])).toContain("connection: keep-alive");
  });
});

describe("a kept connection that was closed while it was idle", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["closed", (socket) => socket.destroy()],
    ["ended, though it would read on", (socket) => socket.end()],
    ["reset", (socket) => socket.resetAndDestroy()],
  ])("%s in the moment before the next request: that goes over another", async (_what, close) => {
    const to = await counting((socket) => socket.write(OK));
    const one = sender();
    await one.send(request(to.url));
    close(to.connections[0] as Socket);
    const exchange = await one.send(request(to.url));
    expect(exchange).toMatchObject({ status: 204, error: undefined });
    expect(exchange.timings.connectMs).toBeGreaterThan(0);
    expect({ connections: to.connections.length, requests: to.requests.length }).toEqual({
      connections: 2,
      requests: 2,
    });
  });

  it("many at once, all of them: none of the next requests fails", async () => {
    const to = await counting((socket) => socket.write(OK));
    const one = sender();
    const burst = () => Promise.all(Array.from({ length: 40 }, () => one.send(request(to.url))));
    await burst();
    expect(to.connections).toHaveLength(40);
    for (const socket of to.connections) socket.resetAndDestroy();
    expect((await burst()).filter(({ status }) => status !== 204)).toEqual([]);
    expect(to.requests).toHaveLength(80);
  });
});

describe("a kept connection", () => {
  it("is given up when the receiver says so beforehand", async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end());
    server.maxRequestsPerSocket = 3;
    server.on("connection", () => {
      connections += 1;
    });
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const one = sender();
    for (let i = 0; i < 12; i++) expect((await one.send(request(url))).status).toBe(200);
    expect(connections).toBe(4);
  });

  it.each([
    ["after our time where the receiver names none", "", { idleMs: 50, namedIdleMs: 60_000 }],
    [
      "at the latest after our longest time where it names one",
      "keep-alive: timeout=600\r\n",
      { idleMs: 60_000, namedIdleMs: 50 },
    ],
    [
      "two seconds before the time that the receiver names",
      "keep-alive: timeout=2\r\n",
      { idleMs: 60_000, namedIdleMs: 60_000 },
    ],
  ])("is closed by us, %s", async (_when, line, limits) => {
    const to = await counting((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${line}content-length: 0\r\n\r\n`),
    );
    const one = sender({ limits });
    await one.send(request(to.url));
    await vi.waitFor(() => expect(to.connections[0]?.readableEnded).toBe(true));
  });
});

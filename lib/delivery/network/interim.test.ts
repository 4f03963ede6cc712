import type { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classify } from "../verdict/classify";
import { raw, request, send, sender, tcp } from "./receivers.testing";

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const headersOf = (headers: [string, string][]) =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");

/** One after the other, each for a packet of its own. */
async function writeApart(socket: Socket, parts: Buffer[]): Promise<void> {
  for (const part of parts) {
    await new Promise<void>((resolve) => socket.write(part, () => setImmediate(resolve)));
  }
}

const headers = fc.uniqueArray(
  fc.oneof(
    fc.tuple(fc.constantFrom("link", "x-a", "date"), fc.stringMatching(/^[a-z0-9<>/;= ]{0,40}$/)),
    fc.constant<[string, string]>(["keep-alive", "timeout=5"]),
    // What means something elsewhere means nothing here: an interim answer has no body.
    fc.constantFrom<[string, string]>(["content-length", "5"], ["transfer-encoding", "chunked"]),
  ),
  { maxLength: 4, selector: ([name]) => name.replace(/^(content-length|transfer-encoding)$/, "length") },
);
const interim = fc.record({ status: fc.constantFrom(100, 100, 102, 103, 104, 199), headers });
const final = fc.record({
  status: fc.constantFrom(200, 201, 404, 500),
  body: fc.string({ unit: "binary-ascii", maxLength: 30 }),
});

describe("interim answers", () => {
  it("are waited past, whatever they are, however many, and wherever the packets end", async () => {
    let parts: Buffer[] = [];
    let connections = 0;
    const url = await tcp((socket) => {
      connections += 1;
      socket.setNoDelay();
      socket.on("data", () => writeApart(socket, parts));
    });
    const one = sender();
    const cuts = fc.array(fc.nat(400), { maxLength: 6 });
    const property = fc.asyncProperty(
      fc.array(interim, { maxLength: 5 }),
      final,
      cuts,
      async (before, last, at) => {
        const heads = before.map(
          ({ status, headers }) => `HTTP/1.1 ${status} So far\r\n${headersOf(headers)}\r\n`,
        );
        const length = `content-length: ${last.body.length}`;
        const bytes = Buffer.from(
          `${heads.join("")}HTTP/1.1 ${last.status} Done\r\n${length}\r\n\r\n${last.body}`,
        );
        const ends = [...at.filter((end) => end < bytes.length), bytes.length].sort((a, b) => a - b);
        parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const exchange = await one.send(request(url));
        expect(exchange, bytes.toString()).toMatchObject({
          status: last.status,
          responseHeaders: [["content-length", String(last.body.length)]],
          responseBody: Buffer.from(last.body),
          truncated: false,
          error: undefined,
        });
      },
    );
    await fc.assert(property);
    expect(connections).toBe(1);
  });

  it("may come long before the real one: the time to its first byte is the real one's", async () => {
    const url = await tcp((socket) =>
      socket.once("data", () => {
        socket.write(CONTINUE);
        setTimeout(() => socket.write(OK), 150);
      }),
    );
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 200 });
    expect(exchange.timings.firstByteMs).toBeGreaterThan(140);
  });

  it.each([
    ["nothing more comes", (socket: Socket) => socket.write(CONTINUE), "timeout"],
    ["the connection ends", (socket: Socket) => socket.end(CONTINUE), "reset"],
    ["they never end", (socket: Socket) => socket.write(CONTINUE.repeat(101)), "invalid_response"],
    [
      "one of them is none",
      (socket: Socket) => socket.write(`HTTP/1.1 099 What\r\n\r\n${OK}`),
      "invalid_response",
    ],
  ])("are no answer: %s", async (_what, answer, errorClass) => {
    const url = await tcp((socket) => socket.once("data", () => answer(socket)));
    const exchange = await send(url, { timeoutMs: 300 });
    expect(exchange).toMatchObject({ status: undefined, error: { class: errorClass } });
  });

  it("a hundred are waited past", async () => {
    expect(await send(await raw(CONTINUE.repeat(100) + OK))).toMatchObject({ status: 200 });
  });

  it.each([
    ["as it should be", "connection: upgrade\r\nupgrade: websocket\r\n"],
    ["without saying to what", ""],
  ])("101 ends the exchange with words of its own (%s), and its connection", async (_what, lines) => {
    let closed: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await tcp((socket) => {
      socket.on("close", closed);
      socket.once("data", () =>
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n\x81\x02hi${OK}`),
      );
    });
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 101, error: undefined, truncated: false });
    expect(headersOf(exchange.responseHeaders ?? [])).toBe(lines);
    expect(classify(exchange, { timeoutMs: 1, now: new Date() })).toMatchObject({
      errorClass: "status",
      message: expect.stringContaining("answered 101: it wants to go on in another protocol"),
    });
    await end;
  });
});

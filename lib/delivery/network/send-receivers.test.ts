import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { classify } from "../verdict/classify";
import { RESPONSE_LIMIT_BYTES } from "./exchange";
import { http, raw, request, send, sender, tcp } from "./receivers.testing";

describe("a receiver that answers slowly", () => {
  it("sends no headers: timeout", async () => {
    const exchange = await send(await tcp(() => undefined), { timeoutMs: 150 });
    expect(exchange).toMatchObject({ error: { class: "timeout" }, status: undefined });
    expect(exchange.timings.totalMs).toBeGreaterThan(140);
    expect(exchange.timings.totalMs).toBeLessThan(4000);
  });

  it("drips its headers: timeout", async () => {
    const url = await tcp((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const drip = setInterval(() => socket.write("x-a: b\r\n"), 20);
      socket.on("close", () => clearInterval(drip));
    });
    expect(await send(url, { timeoutMs: 150 })).toMatchObject({ error: { class: "timeout" } });
  });

  it("drips its body for ever: the status counts, the body is cut at the timeout", async () => {
    let closed: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await http((_req, res) => {
      res.write("a");
      const drip = setInterval(() => res.write("a"), 20);
      res.on("close", () => {
        clearInterval(drip);
        closed();
      });
    });
    const exchange = await send(url, { timeoutMs: 150 });
    await end;
    expect(exchange).toMatchObject({ status: 200, truncated: true, error: undefined });
    expect(exchange.responseBody?.toString()).toMatch(/^a+$/);
    expect(classify(exchange, { timeoutMs: 150, now: new Date() })).toEqual({ succeeded: true });
  });

  it("never closes though its answer is whole: done at once", async () => {
    const url = await raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 200, truncated: false, responseBody: Buffer.from("ok") });
    expect(exchange.timings.totalMs).toBeLessThan(4000);
  });

  it("answers without length and never closes: cut at the timeout", async () => {
    const url = await raw("HTTP/1.1 500 Oops\r\n\r\nboom");
    const exchange = await send(url, { timeoutMs: 150 });
    expect(exchange).toMatchObject({ status: 500, truncated: true, responseBody: Buffer.from("boom") });
  });

  it("does not take the body: timeout", async () => {
    const url = await tcp((socket) => socket.pause());
    const body = Buffer.alloc(8 * 1024 * 1024);
    expect(await send(url, { timeoutMs: 200, body })).toMatchObject({ error: { class: "timeout" } });
  });

  it("does not hold up the requests to another", async () => {
    const [slow, quick] = [await tcp(() => undefined), await raw("HTTP/1.1 204 No Content\r\n\r\n")];
    const one = sender();
    const slowOnes = Array.from({ length: 20 }, () => one.send(request(slow, { timeoutMs: 1000 })));
    const exchange = await one.send(request(quick));
    expect(exchange.status).toBe(204);
    expect(exchange.timings.totalMs).toBeLessThan(900);
    for (const late of await Promise.all(slowOnes)) expect(late.error?.class).toBe("timeout");
  });
});

describe("a receiver that breaks off", () => {
  it.each([
    ["resets the connection", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["closes it without a word", (socket: Socket) => socket.once("data", () => socket.end())],
  ])("%s: reset", async (_what, talk) => {
    expect(await send(await tcp(talk))).toMatchObject({ error: { class: "reset" }, status: undefined });
  });

  it.each([
    ["a length that is not kept", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"],
    ["chunks that end early", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"],
  ])("in the middle of the body (%s): the status counts", async (_what, answer) => {
    const url = await tcp((socket) => socket.once("data", () => socket.end(answer)));
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 200, truncated: true, error: undefined });
    expect(exchange.responseBody?.toString()).toBe("half");
  });

  it("refuses the connection: refused", async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ error: { class: "refused" } });
  });
});

describe("a response that is odd", () => {
  it("10 MB: cut at 64 KiB, and the connection closed", async () => {
    let written = 0;
    const url = await http((_req, res) => {
      const push = () => {
        while (written < 10_000_000) {
          written += 10_000;
          if (!res.write(Buffer.alloc(10_000, 97))) return res.once("drain", push);
        }
        return res.end();
      };
      push();
    });
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 200, truncated: true });
    expect(exchange.responseBody?.length).toBe(RESPONSE_LIMIT_BYTES);
    expect(written).toBeLessThan(10_000_000);
  });

  it("exactly 64 KiB: whole", async () => {
    const url = await http((_req, res) => res.end(Buffer.alloc(RESPONSE_LIMIT_BYTES)));
    const exchange = await send(url);
    expect(exchange).toMatchObject({ status: 200, truncated: false });
    expect(exchange.responseBody?.length).toBe(RESPONSE_LIMIT_BYTES);
  });

  it("bad bytes in headers and body: kept byte for byte", async () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const head = Buffer.from(
      "HTTP/1.1 200 OK\r\nX-Odd: \xff\xfe\xe9\r\ncontent-length: 256\r\n\r\n",
      "latin1",
    );
    const exchange = await send(await raw(Buffer.concat([head, body])));
    expect(exchange.responseBody).toEqual(body);
    expect(exchange.responseHeaders).toContainEqual(["X-Odd", "\xff\xfe\xe9"]);
  });

  it.each([
    ["not HTTP at all", "220 mail.example.org ESMTP\r\n"],
    ["a NUL in a header", "HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n"],
    ["more than 16 KB of headers", `HTTP/1.1 200 OK\r\n${"x-a: bbbbbbbbbbbbbbbb\r\n".repeat(2000)}\r\n`],
  ])("%s: invalid_response", async (_what, answer) => {
    const { error } = await send(await raw(answer));
    expect(error?.class).toBe("invalid_response");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(error?.message).not.toMatch(/[\0-\x1f]/);
  });

  it.each([301, 302, 303, 307, 308])("a redirect (%i) is not followed", async (status) => {
    const paths: (string | undefined)[] = [];
    const url = await http((req, res) => {
      paths.push(req.url);
      res.writeHead(status, { location: "/elsewhere" }).end();
    });
    const exchange = await send(url);
    expect(paths).toEqual(["/hook"]);
    expect(classify(exchange, { timeoutMs: 1, now: new Date() })).toMatchObject({ errorClass: "redirect" });
  });
});

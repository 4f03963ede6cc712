import { describe, expect, it } from "vitest";
import { http, raw, request, send, sender, tcp } from "./receivers.testing";

describe("a request", () => {
  it("arrives as it was given, on one connection, and what comes back is kept", async () => {
    const seen: { head: unknown; body: string; port: number | undefined }[] = [];
    const url = await http(async (req, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      seen.push({ head: [req.method, req.url, req.rawHeaders], body, port: req.socket.remotePort });
      res.writeHead(
        201,
        [
          ["X-Run", "7"],
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ].flat(),
      );
      res.end("made");
    });
    const custom = request(`${url}?x=%20y`, {
      method: "PUT",
      headers: [
        ["webhook-id", "msg_1"],
        ["X-Key", "k"],
      ],
      body: "grüß",
    });
    const one = sender();
    const first = await one.send(custom);
    const second = await one.send(custom);
    const host = new URL(url).host;
    expect(seen[0]).toMatchObject({
      head: [
        "PUT",
        "/hook?x=%20y",
        [
          "host",
          host,
          "connection",
          "keep-alive",
          "webhook-id",
          "msg_1",
          "X-Key",
          "k",
          "content-length",
          "6",
        ],
      ],
      body: "grüß",
    });
    expect(seen[1]?.port).toBe(seen[0]?.port);
    expect(first).toMatchObject({ status: 201, truncated: false, responseBody: Buffer.from("made") });
    expect(first.error).toBeUndefined();
    expect(first.responseHeaders?.slice(0, 3)).toEqual([
      ["X-Run", "7"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ]);
    expect(first.timings.connectMs).toBeGreaterThan(0);
    expect(first.timings.firstByteMs).toBeGreaterThan(first.timings.connectMs as number);
    expect(second.timings).toEqual({ firstByteMs: expect.any(Number), totalMs: expect.any(Number) });
  });
});

describe("a sender", () => {
  it("keeps a bounded number of origins", async () => {
    const url = await raw("HTTP/1.1 204 No Content\r\n\r\n");
    const { port } = new URL(url);
    const lookup = async () => ["127.0.0.1"];
    const one = sender({ lookup, limits: { origins: 5 } });
    for (let i = 0; i < 30; i++) {
      expect((await one.send(request(`http://host-${i}.example.org:${port}/`))).status).toBe(204);
    }
    expect(one.origins).toBe(5);
  });

  it("lets requests wait for a connection without using up their time", async () => {
    const url = await http((_req, res) => setTimeout(() => res.end(), 400));
    const one = sender({ limits: { perOrigin: 1 } });
    const exchanges = await Promise.all(
      Array.from({ length: 5 }, () => one.send(request(url, { timeoutMs: 1500 }))),
    );
    expect(exchanges.map((exchange) => exchange.status)).toEqual([200, 200, 200, 200, 200]);
  });

  it("gives an error for what can't be sent, and for what was under way when it closed", async () => {
    expect((await send("nonsense")).error?.class).toBe("network");
    expect((await send("http://127.0.0.1/", { headers: [["a b", "c"]] })).error?.class).toBe("network");
    const one = sender();
    const pending = one.send(request(await tcp(() => undefined)));
    await one.close();
    expect((await pending).error?.class).toBe("network");
    expect((await one.send(request("http://127.0.0.1/"))).error?.class).toBe("network");
  });
});

import { createServer as createTlsServer } from "node:https";
import { describe, expect, it } from "vitest";
import { classify } from "../verdict/classify";
import { checkUrl } from "./address-guard";
import { fixture, http, LOOPBACK, listen, request, STRICT, send, sender, tcp } from "./receivers.testing";

describe("TLS", () => {
  const lookup = async () => ["127.0.0.1"];
  const tls = async (certificate: string) => {
    const pem = fixture(certificate);
    const server = createTlsServer({ cert: pem, key: pem }, (_req, res) => res.end("ok"));
    server.on("tlsClientError", () => undefined);
    return `https://receiver.test:${await listen(server)}/hook`;
  };

  it("works with a good certificate, and the handshake is timed", async () => {
    const exchange = await send(await tls("valid"), {}, { lookup, ca: fixture("ca") });
    expect(exchange).toMatchObject({ status: 200 });
    expect(exchange.timings.tlsMs).toBeGreaterThan(0);
    expect(exchange.timings.dnsMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["expired", "tls_expired"],
    ["wrong-name", "tls_wrong_name"],
  ])("a certificate that is %s: %s", async (certificate, errorClass) => {
    const exchange = await send(await tls(certificate), {}, { lookup, ca: fixture("ca") });
    expect(exchange.error?.class).toBe(errorClass);
  });

  it("a certificate of an unknown authority: tls_untrusted", async () => {
    expect((await send(await tls("valid"), {}, { lookup })).error?.class).toBe("tls_untrusted");
  });

  it("a server that speaks plain HTTP: tls", async () => {
    const url = (await http((_req, res) => res.end())).replace("http://127.0.0.1", "https://receiver.test");
    expect((await send(url, {}, { lookup })).error?.class).toBe("tls");
  });

  it("a handshake that never ends: connect_timeout", async () => {
    const url = (await tcp(() => undefined)).replace("http://127.0.0.1", "https://receiver.test");
    const exchange = await send(url, { timeoutMs: 150 }, { lookup });
    expect(exchange.error?.class).toBe("connect_timeout");
  });

  it("a receiver that closes the connection during the handshake was sent nothing, and the words say so", async () => {
    const url = await tcp((socket) => socket.once("data", () => socket.end()));
    const exchange = await send(url.replace("http://127.0.0.1", "https://receiver.test"), {}, { lookup });
    expect(classify(exchange, { timeoutMs: 1, now: new Date() })).toMatchObject({
      errorClass: "tls",
      message:
        "No encrypted connection could be agreed on: the receiver closed the connection during the handshake.",
    });
  });
});

describe("addresses", () => {
  it("DNS that changes its mind between check and connect is refused inside the connection", async () => {
    const answers = [["93.184.216.34"], ["127.0.0.1"]];
    const lookup = async () => answers.shift() ?? [];
    let touched = false;
    const url = (
      await tcp(() => {
        touched = true;
      })
    ).replace("127.0.0.1", "rebind.example.org");
    expect(await checkUrl(url, STRICT, lookup)).toEqual({ ok: true });
    const { error } = await send(url, {}, { policy: STRICT, lookup });
    expect(error).toMatchObject({
      class: "address_refused",
      message: expect.stringMatching(/127\.0\.0\.1.*loopback/),
    });
    expect(touched).toBe(false);
  });

  it("one bad answer among good ones refuses all", async () => {
    const lookup = async () => ["127.0.0.1", "10.0.0.1"];
    const { error } = await send("http://two.example.org/", {}, { lookup });
    expect(error?.class).toBe("address_refused");
  });

  it.each(["http://127.0.0.1:1/", "http://[::1]:1/", "http://[::ffff:127.0.0.1]:1/", "http://2130706433/"])(
    "%s is refused though no name was resolved",
    async (url) => {
      expect((await send(url, {}, { policy: STRICT })).error?.class).toBe("address_refused");
    },
  );

  it("our own test endpoints may be on loopback; nothing else of ours may, not even over their connection", async () => {
    const paths: (string | undefined)[] = [];
    const url = await http((req, res) => {
      paths.push(req.url);
      res.end();
    });
    const { origin } = new URL(url);
    const one = sender({ policy: { ...STRICT, ownOrigins: [origin] } });
    expect((await one.send(request(`${origin}/api/inbox/abc_1-2`))).status).toBe(200);
    for (const path of ["/api/v1/events", "/api/inbox/a/../../v1", "/api/inbox/", "/api/inbox/a/b"]) {
      expect((await one.send(request(origin + path))).error?.class).toBe("address_refused");
    }
    expect(paths).toEqual(["/api/inbox/abc_1-2"]);
  });

  it.each([
    [
      "http where only https is allowed",
      "http://127.0.0.1:8080/",
      { ...LOOPBACK, allowHttp: false },
      /https/,
    ],
    ["another protocol's port", "http://127.0.0.1:25/", LOOPBACK, /Port 25/],
    ["a local name", "http://printer.local/", STRICT, /own network/],
  ])("%s is refused at delivery too", async (_what, url, policy, words) => {
    const { error } = await send(url, {}, { policy });
    expect(error).toEqual({ class: "address_refused", message: expect.stringMatching(words) });
  });

  it("a name that does not resolve: dns", async () => {
    const lookup = () =>
      Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND", syscall: "getaddrinfo" }));
    const { error } = await send("http://nowhere.example.org/", {}, { lookup });
    expect(error).toEqual({ class: "dns", message: "there is no such name" });
  });

  it("a look-up that never ends: connect_timeout", async () => {
    const lookup = () => new Promise<string[]>(() => undefined);
    const { error } = await send("http://slow.example.org/", { timeoutMs: 100 }, { lookup });
    expect(error?.class).toBe("connect_timeout");
  });
});

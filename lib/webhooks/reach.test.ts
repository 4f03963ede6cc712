import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { fixture, http, LOOPBACK, listen, STRICT, tcp } from "@/lib/delivery/network/receivers.testing";
import { reach } from "./reach";

const secure = async (certificate: string) => {
  const pem = fixture(certificate);
  const port = await listen(createTlsServer({ cert: pem, key: pem }));
  return `https://receiver.test:${port}/hook`;
};
const lookup = async () => ["127.0.0.1"];

describe("whether a receiver can be reached", () => {
  it("connects and sends nothing", async () => {
    let bytes = 0;
    let requests = 0;
    const plain = await tcp((socket) =>
      socket.on("data", (chunk) => {
        bytes += chunk.length;
      }),
    );
    const web = await http((_request, response) => {
      requests += 1;
      response.end();
    });
    expect(await reach(plain, LOOPBACK)).toMatchObject({ ok: true, isEncrypted: false });
    expect(await reach(web, LOOPBACK)).toMatchObject({ ok: true });
    expect([bytes, requests]).toEqual([0, 0]);
  });

  it("checks the certificate", async () => {
    const ca = fixture("ca");
    expect(await reach(await secure("valid"), LOOPBACK, { lookup, ca })).toMatchObject({
      ok: true,
      isEncrypted: true,
    });
    const expired = await reach(await secure("expired"), LOOPBACK, { lookup, ca });
    expect(expired).toMatchObject({ ok: false, message: expect.stringContaining("out of date") });
    const other = await reach(await secure("wrong-name"), LOOPBACK, { lookup, ca });
    expect(other).toMatchObject({ ok: false, message: expect.stringContaining("another name") });
  });

  it("says why not", async () => {
    const closed = await reach("http://127.0.0.1:9/hook", LOOPBACK);
    expect(closed).toMatchObject({ ok: false });
    const unknown = await reach("http://nobody.test/", LOOPBACK, {
      lookup: () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND", syscall: "getaddrinfo" })),
    });
    expect(unknown).toMatchObject({ ok: false, message: expect.stringContaining("no such name") });
  });

  it("gives up on one that does not answer in time", async () => {
    const silent = await tcp(() => undefined);
    const url = silent.replace("http:", "https:");
    const answer = await reach(url, LOOPBACK, { timeoutMs: 150 });
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining("within 0.15 s") });
  });

  it("holds to the guard, also for what a name leads to", async () => {
    const web = await http((_request, response) => response.end());
    expect(await reach(web, STRICT)).toMatchObject({
      ok: false,
      message: expect.stringContaining("loopback"),
    });
    const named = web.replace("127.0.0.1", "receiver.test");
    const refused = await reach(named, STRICT, { lookup });
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining("loopback") });
  });

  it("reaches our own test endpoints, and nothing else of ours", async () => {
    const own = new URL(await http((_request, response) => response.end())).origin;
    const policy = { ...STRICT, ownOrigins: [own] };
    expect(await reach(`${own}/api/inbox/abc`, policy)).toMatchObject({ ok: true });
    expect(await reach(`${own}/api/v1/jobs`, policy)).toMatchObject({ ok: false });
  });
});

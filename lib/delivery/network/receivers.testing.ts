import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";
import { type Policy, parseNetworks } from "./address-guard";
import { createSender, type Sender, type SenderOptions, type SendRequest } from "./send";

/** Real receivers on loopback and senders to reach them, for tests. */
export const LOOPBACK: Policy = {
  allowHttp: true,
  allowedNetworks: parseNetworks(["127.0.0.0/8"]),
  ownOrigins: [],
};
export const STRICT: Policy = { ...LOOPBACK, allowedNetworks: [] };
export const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}.pem`, import.meta.url), "utf8");

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
export const http = async (listener: RequestListener) =>
  `http://127.0.0.1:${await listen(createServer(listener))}/hook`;
export const tcp = async (talk: (socket: Socket) => void) => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    talk(socket);
  });
  return `http://127.0.0.1:${await listen(server)}/hook`;
};
/** A receiver that writes these bytes when a request came, and does nothing more. */
export const raw = (answer: string | Buffer) =>
  tcp((socket) => socket.once("data", () => socket.write(answer)));

/** Closed after the test, as is everything here. */
export function sender(options: Partial<SenderOptions> = {}): Sender {
  const made = createSender({ policy: LOOPBACK, ...options });
  cleanups.push(() => made.close());
  return made;
}
export const request = (url: string, more: Partial<SendRequest> = {}): SendRequest => ({
  method: "POST",
  url,
  headers: [["content-type", "application/json"]],
  body: '{"a":1}',
  timeoutMs: 5000,
  ...more,
});
export const send = (url: string, more?: Partial<SendRequest>, options?: Partial<SenderOptions>) =>
  sender(options).send(request(url, more));

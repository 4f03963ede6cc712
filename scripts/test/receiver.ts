import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
};

/** Answers a request; `index` counts from 0. */
export type Answer = (request: Received, response: ServerResponse, index: number) => void;

export type Receiver = {
  url: string;
  requests: Received[];
  /** From now on, requests are answered like this. */
  answer(answer: Answer): void;
  /** Resolves with all requests once there are `count`; rejects after `timeoutMs`. */
  waitFor(count: number, timeoutMs?: number): Promise<Received[]>;
  close(): Promise<void>;
};

const ok: Answer = (_request, response) => response.end("ok");

/** Answers with a status and nothing else. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(code, headers).end();
  };

/** A real HTTP receiver on loopback that keeps what it gets. Answers 200 unless told otherwise. */
export async function startReceiver(first: Answer = ok): Promise<Receiver> {
  let answer = first;
  const requests: Received[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const received = {
        method,
        path,
        headers,
        body: Buffer.concat(chunks).toString("utf8"),
        at: Date.now(),
      };
      requests.push(received);
      answer(received, response, requests.length - 1);
      for (const watch of watchers) watch();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    answer: (next) => {
      answer = next;
    },
    waitFor: (count, timeoutMs = 15_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (requests.length < count) return;
          clearTimeout(timer);
          watchers.delete(look);
          resolve(requests);
        };
        const timer = setTimeout(() => {
          watchers.delete(look);
          reject(new Error(`${requests.length} of ${count} requests came within ${timeoutMs} ms.`));
        }, timeoutMs);
        watchers.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

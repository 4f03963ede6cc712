import type { Policy } from "./address-guard";
import { type ConnectionLimits, Connections, type TrackedOptions } from "./connections";
import { type Exchange, ExchangeHandler } from "./exchange";
import { type Lookup, systemLookup } from "./lookup";

export type SendRequest = {
  method: "POST" | "PUT" | "PATCH";
  /** A checked URL (address-guard's `urlProblem`). */
  url: string;
  /** In the order they are sent; Host, Connection and Content-Length are added. */
  headers: readonly (readonly [string, string])[];
  /** A string is sent as UTF-8. */
  body: string | Buffer;
  /** For the whole exchange: connecting, sending, waiting and reading. */
  timeoutMs: number;
};

export type Sender = {
  /** Never throws and never rejects for what a receiver or the network does: that is `Exchange.error`. */
  send(request: SendRequest): Promise<Exchange>;
  /** Ends all connections. What is still under way ends with an error. */
  close(): Promise<void>;
  /** Origins with a pool, for tests and metrics. */
  readonly origins: number;
};

export type SenderOptions = {
  policy: Policy;
  lookup?: Lookup | undefined;
  /** Certificates to trust instead of the public ones (tests). */
  ca?: string | undefined;
  limits?: Partial<ConnectionLimits> | undefined;
};

const LIMITS: ConnectionLimits = { perOrigin: 256, origins: 1000, idleMs: 20_000 };
const SWEEP_MS = 30_000;

/**
 * The one way to the network: HTTP/1.1 with keep-alive, one pool for all webhooks of the process. Redirects are not followed. Addresses are
 * checked inside the connection, whatever was checked before.
 */
export function createSender({ policy, lookup = systemLookup, ca, limits }: SenderOptions): Sender {
  const connections = new Connections({ policy, lookup, ca }, { ...LIMITS, ...limits });
  const sweeping = setInterval(() => connections.sweep(), SWEEP_MS);
  sweeping.unref();
  return {
    send: (request) => new Promise((resolve) => dispatch(connections, request, resolve)),
    async close() {
      clearInterval(sweeping);
      await connections.destroy();
    },
    get origins() {
      return connections.size;
    },
  };
}

function dispatch(
  connections: Connections,
  request: SendRequest,
  finish: (exchange: Exchange) => void,
): void {
  const exchange = new ExchangeHandler(request.timeoutMs, finish, start);
  // Also called from within undici, which must not be thrown at.
  function start(): void {
    try {
      const url = new URL(request.url);
      const options: TrackedOptions = {
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers.flat(),
        body: request.body,
        exchange,
      };
      connections.take(url).dispatch(options, exchange);
    } catch (error) {
      exchange.fail(error as Error);
    }
  }
  start();
}

import type { Policy } from "./address-guard";
import { type ConnectionLimits, Connections } from "./connections";
import { type Exchange, ExchangeHandler, type Route } from "./exchange";
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

/**
 * Idle times are shorter than those of common servers (5 s in Node, Apache, uvicorn; 20 s in Puma, Tomcat; 60 s and more in nginx and load balancers), so that
 * it is we who close. Who names a time in `Keep-Alive: timeout=…` is taken at his word, less 2 s.
 */
const LIMITS: ConnectionLimits = { perOrigin: 256, origins: 1000, idleMs: 4_000, namedIdleMs: 20_000 };
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
  const route: Route = {
    // Also called from within undici, which must not be thrown at.
    dispatch() {
      try {
        const { body, method, url } = request;
        const target = new URL(url);
        const path = target.pathname + target.search;
        const headers = request.headers.flat();
        connections.dispatch(target, { path, method, headers, body, exchange }, exchange);
      } catch (error) {
        exchange.fail(error as Error);
      }
    },
    distrust: () => connections.distrust(new URL(request.url)),
  };
  const exchange = new ExchangeHandler(request.timeoutMs, finish, route);
  route.dispatch();
}

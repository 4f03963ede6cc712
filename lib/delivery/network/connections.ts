import { Client, type Dispatcher, Pool } from "undici";
import { AddressRefusedError, isOwnInbox, type Policy, parseNetworks, urlProblem } from "./address-guard";
import { type ConnectOptions, guardedConnector, type Opening } from "./connect";

/** One connection (an undici Client with one request at a time) and what is known of it. */
export type Connection = Opening & { /** Since it was opened last. */ exchanges: number };

/** What undici sends, and who is told which connection it gets, at the moment it gets one. */
export type TrackedOptions = Dispatcher.DispatchOptions & {
  exchange: { onConnection(connection: Connection): void };
};

class TrackedClient extends Client {
  readonly #connection: Connection;

  constructor(origin: URL, options: Client.Options, connectOptions: ConnectOptions) {
    const connection: Connection = { exchanges: 0 };
    const connect = guardedConnector(connectOptions, connection);
    super(origin, {
      ...options,
      connect: (target, callback) => {
        connection.exchanges = 0;
        connect(target, callback);
      },
    });
    this.#connection = connection;
  }

  override dispatch(options: TrackedOptions, handler: Dispatcher.DispatchHandler): boolean {
    options.exchange.onConnection(this.#connection);
    return super.dispatch(options, handler);
  }
}

export type ConnectionLimits = {
  /** Connections to one origin; more requests wait for a free one, and their time starts when they get it. */
  perOrigin: number;
  /** Origins kept; the one unused longest is let go when there are more. */
  origins: number;
  /** An idle connection is closed after this time. */
  idleMs: number;
  /** The same where the receiver names a time: at most this. */
  namedIdleMs: number;
};

/** How long no connection to an origin is used twice after one of them was closed with a request on it. */
const DISTRUST_MS = 600_000;

type Origin = {
  pool: Pool /** On the clock of `performance.now()`; until then each request gets a connection of its own. */;
  freshUntil: number;
};

/** The connections of one process: a pool an origin. `dispatch` finds the pool for a URL; `sweep` forgets pools that stand empty. */
export class Connections {
  readonly #origins = new Map<string, Origin>();
  readonly #ownInbox: ConnectOptions;
  #closed = false;

  constructor(
    private readonly options: ConnectOptions,
    private readonly limits: ConnectionLimits,
  ) {
    this.#ownInbox = { ...options, policy: withLoopback(options.policy) };
  }

  get size(): number {
    return this.#origins.size;
  }

  /**
   * Sends over a free connection, a new one, or the first that becomes free.
   * @throws AddressRefusedError for an origin that the policy refuses by its shape; Error when destroyed.
   */
  dispatch(url: URL, options: TrackedOptions, handler: Dispatcher.DispatchHandler): void {
    const origin = this.#take(url);
    // undici says `connection: close`, and closes it after the answer.
    const once = isDistrusted(origin) ? { ...options, reset: true } : options;
    origin.pool.dispatch(once, handler);
  }

  /**
   * Some receivers close connections without saying so beforehand, after each answer or after some. A request that meets that is an attempt that failed: so
   * that the next ones don't meet it too, they go over fresh connections for a while.
   */
  distrust(url: URL): void {
    const origin = this.#origins.get(this.#keyOf(url));
    if (!origin || isDistrusted(origin)) return;
    this.#letGo(this.#keyOf(url));
    this.#open(url, performance.now() + DISTRUST_MS);
  }

  sweep(): void {
    for (const [key, origin] of this.#origins) {
      const { connected, size } = origin.pool.stats;
      if (connected === 0 && size === 0 && !isDistrusted(origin)) this.#letGo(key);
    }
  }

  async destroy(): Promise<void> {
    this.#closed = true;
    const origins = [...this.#origins.values()];
    this.#origins.clear();
    await Promise.all(origins.map(({ pool }) => pool.destroy()));
  }

  #take(url: URL): Origin {
    if (this.#closed) throw new Error("Hookyard was stopping.");
    const key = this.#keyOf(url);
    const origin = this.#origins.get(key);
    if (!origin) return this.#open(url);
    this.#origins.delete(key);
    this.#origins.set(key, origin);
    return origin;
  }

  /**
   * Our own test endpoints have a pool apart, which alone may connect to loopback: otherwise a connection opened for one of them could carry
   * a request to another path of ours.
   */
  #keyOf(url: URL): string {
    return isOwnInbox(url, this.options.policy) ? `own ${url.origin}` : url.origin;
  }

  /** What runs in it ends in peace; nothing new begins. */
  #letGo(key: string): void {
    const origin = this.#origins.get(key);
    this.#origins.delete(key);
    void origin?.pool.close();
  }

  #open(url: URL, freshUntil = 0): Origin {
    const problem = urlProblem(url.origin + url.pathname, this.options.policy);
    if (problem) throw new AddressRefusedError(problem);
    const clientOptions: Client.Options = {
      pipelining: 1,
      keepAliveTimeout: this.limits.idleMs,
      keepAliveMaxTimeout: this.limits.namedIdleMs,
      // The whole exchange has one timer of its own (exchange.ts).
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const connectOptions = isOwnInbox(url, this.options.policy) ? this.#ownInbox : this.options;
    const pool = new Pool(url.origin, {
      connections: this.limits.perOrigin,
      factory: (target) => new TrackedClient(target, clientOptions, connectOptions),
    });
    const origin = { pool, freshUntil };
    this.#origins.set(this.#keyOf(url), origin);
    if (this.#origins.size > this.limits.origins) this.#letGo(this.#origins.keys().next().value as string);
    return origin;
  }
}

const isDistrusted = ({ freshUntil }: Origin): boolean => freshUntil > performance.now();

const LOOPBACK = parseNetworks(["127.0.0.0/8", "::1/128"]);
const withLoopback = (policy: Policy): Policy => ({
  ...policy,
  allowedNetworks: [...policy.allowedNetworks, ...LOOPBACK],
});

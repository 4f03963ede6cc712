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
};

/** The connections of one process: a pool an origin. `take` finds the pool for a URL; `sweep` forgets pools that stand empty. */
export class Connections {
  readonly #pools = new Map<string, Pool>();
  readonly #ownInbox: ConnectOptions;
  #closed = false;

  constructor(
    private readonly options: ConnectOptions,
    private readonly limits: ConnectionLimits,
  ) {
    this.#ownInbox = { ...options, policy: withLoopback(options.policy) };
  }

  get size(): number {
    return this.#pools.size;
  }

  /**
   * Our own test endpoints have a pool apart, which alone may connect to loopback: otherwise a connection opened for one of them could carry
   * a request to another path of ours.
   * @throws AddressRefusedError for an origin that the policy refuses by its shape; Error when destroyed.
   */
  take(url: URL): Pool {
    if (this.#closed) throw new Error("Hookyard was stopping.");
    const own = isOwnInbox(url, this.options.policy);
    const key = own ? `own ${url.origin}` : url.origin;
    let pool = this.#pools.get(key);
    if (pool) this.#pools.delete(key);
    else pool = this.#open(url, own ? this.#ownInbox : this.options);
    this.#pools.set(key, pool);
    if (this.#pools.size > this.limits.origins) this.#letGo(this.#pools.keys().next().value as string);
    return pool;
  }

  sweep(): void {
    for (const [key, pool] of this.#pools) {
      const { connected, size } = pool.stats;
      if (connected === 0 && size === 0) this.#letGo(key);
    }
  }

  async destroy(): Promise<void> {
    this.#closed = true;
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  /** What runs in it ends in peace; nothing new begins. */
  #letGo(key: string): void {
    const pool = this.#pools.get(key);
    this.#pools.delete(key);
    void pool?.close();
  }

  #open(url: URL, connectOptions: ConnectOptions): Pool {
    const problem = urlProblem(url.origin + url.pathname, this.options.policy);
    if (problem) throw new AddressRefusedError(problem);
    const clientOptions: Client.Options = {
      pipelining: 1,
      keepAliveTimeout: this.limits.idleMs,
      keepAliveMaxTimeout: this.limits.idleMs,
      // The whole exchange has one timer of its own (exchange.ts).
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    return new Pool(url.origin, {
      connections: this.limits.perOrigin,
      factory: (target) => new TrackedClient(target, clientOptions, connectOptions),
    });
  }
}

const LOOPBACK = parseNetworks(["127.0.0.0/8", "::1/128"]);
const withLoopback = (policy: Policy): Policy => ({
  ...policy,
  allowedNetworks: [...policy.allowedNetworks, ...LOOPBACK],
});

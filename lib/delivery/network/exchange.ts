import type { Dispatcher } from "undici";
import type { Timings } from "@/db/types";
import type { Connection } from "./connections";
import type { ErrorClass } from "./error-class-names";
import { errorClassOf } from "./error-classes";

/** Bytes of a response that are kept; a longer one is cut and its connection closed. */
export const RESPONSE_LIMIT_BYTES = 64 * 1024;

export type ExchangeError = { class: ErrorClass; message: string };

/** One HTTP request and what came of it. Either `status` or `error` is set. */
export type Exchange = {
  startedAt: Date;
  status?: number | undefined;
  /** As received, in order; each byte as the character of that number (latin1), so that any bytes survive. */
  responseHeaders?: [string, string][] | undefined;
  /** At most RESPONSE_LIMIT_BYTES, not decoded. */
  responseBody?: Buffer | undefined;
  /** The response was longer, or ended before it was whole. */
  truncated: boolean;
  timings: Timings;
  error?: ExchangeError | undefined;
};

/** The whole exchange took too long. */
export class ExchangeTimeoutError extends Error {
  readonly code = "HOOKYARD_TIMEOUT";
  constructor(readonly phase: "connecting" | "waiting") {
    super(phase);
  }
}

/** The one interim answer that nothing of HTTP follows. */
const SWITCHING_PROTOCOLS = 101;
/** Interim answers that are waited past. Nobody sends as many; one who does could keep us busy until the timeout. */
const MAX_INTERIM = 100;

/** What an exchange has to know of where it is sent. */
export type Route = {
  /** Hands the request to a connection: at first, and again while not a byte of it was written to the one before. */
  dispatch(): void;
  /** A connection that was used before was closed without an answer. */
  distrust(): void;
};

/**
 * Follows one request through undici. When the status and headers are in, the receiver has given its word: what happens to the body after
 * that (longer than 64 KiB, dripping past the timeout, cut off) is marked as `truncated` and changes nothing about the outcome.
 */
export class ExchangeHandler implements Dispatcher.DispatchHandler {
  #connection: Connection | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = new Date();
  #started = performance.now();
  #firstByte: number | undefined;
  /** This exchange is the first on its connection. */
  #opens = true;
  #interim = 0;
  #status: number | undefined;
  #headers: [string, string][] | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #done = false;

  constructor(
    private readonly timeoutMs: number,
    private readonly finish: (exchange: Exchange) => void,
    private readonly route: Route,
  ) {}

  /** It could not even be handed to a connection. */
  fail(error: Error): void {
    this.#end(false, errorClassOf(error));
  }

  /** Time starts here: waiting for a free connection is our affair, not the receiver's. */
  onConnection(connection: Connection): void {
    this.#connection = connection;
    this.#opens = true;
    if (this.#timer) return;
    this.#startedAt = new Date();
    this.#started = performance.now();
    this.#timer = setTimeout(this.#onTimeout, this.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#done) {
      controller.abort(new Error("Its time was over before it could be sent."));
      return;
    }
    this.#controller = controller;
    const connection = this.#connection as Connection;
    this.#opens = connection.exchanges === 0;
    connection.exchanges += 1;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 && status !== SWITCHING_PROTOCOLS) {
      this.#onInterim(controller, status);
      return;
    }
    this.#firstByte = performance.now();
    this.#status = status;
    this.#headers = latin1Pairs(controller.rawHeaders as Buffer[]);
    // We asked for no other protocol: what comes now is not HTTP, and no answer.
    if (status === SWITCHING_PROTOCOLS) this.#end(false, undefined, controller);
  }

  #onInterim(controller: Dispatcher.DispatchController, status: number): void {
    this.#interim += 1;
    if (status >= 100 && this.#interim <= MAX_INTERIM) return;
    const message =
      status < 100 ? `its status is ${status}` : `more than ${MAX_INTERIM} interim answers came before it`;
    this.#end(false, { class: "invalid_response", message }, controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = RESPONSE_LIMIT_BYTES - this.#bytes;
    // A copy: the chunk is a view into the socket's much larger read buffer.
    this.#chunks.push(Buffer.from(chunk.length > room ? chunk.subarray(0, room) : chunk));
    this.#bytes += chunk.length;
    if (chunk.length > room) this.#end(true, undefined, controller);
  }

  /**
   * The connection is free for its next request two turns of the event loop from here. Told any earlier, whoever sends one exchange after
   * another would open a second connection.
   */
  onResponseEnd(): void {
    if (!this.#close()) return;
    const exchange = this.#result(false);
    setImmediate(() => setImmediate(this.finish, exchange));
  }

  /**
   * What was written to a connection may have been read, whatever became of the connection: it is not sent again here, but ends this attempt. undici
   * looks for the end of a kept connection before it writes to it, and opens another without telling us.
   */
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#done) return;
    const known = this.#status === undefined ? errorClassOf(error) : undefined;
    const kept = this.#connection !== undefined && this.#connection.exchanges > 0;
    if (kept && !this.#controller && isSystemError(error)) {
      this.route.dispatch();
      return;
    }
    if (!this.#opens && known?.class === "reset") this.route.distrust();
    this.#end(!known, known);
  }

  #onTimeout = (): void => {
    const giveUp = this.#connection?.giveUp;
    const error = new ExchangeTimeoutError(giveUp ? "connecting" : "waiting");
    const answered = this.#status !== undefined;
    this.#end(answered, answered ? undefined : errorClassOf(error), this.#controller);
    giveUp?.(error);
  };

  #end(truncated: boolean, error?: ExchangeError, abort?: Dispatcher.DispatchController): void {
    if (!this.#close()) return;
    this.finish(this.#result(truncated, error));
    abort?.abort(new Error("Enough of this response was read."));
  }

  /** False when the exchange was over already. */
  #close(): boolean {
    if (this.#done) return false;
    this.#done = true;
    clearTimeout(this.#timer);
    return true;
  }

  #result(truncated: boolean, error?: ExchangeError): Exchange {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    return {
      startedAt: this.#startedAt,
      status: this.#status,
      responseHeaders: this.#headers,
      responseBody: this.#status === undefined ? undefined : body,
      truncated,
      timings: this.#timings(),
      error,
    };
  }

  #timings(): Timings {
    const timings: Timings = { totalMs: round(performance.now() - this.#started) };
    if (this.#opens && this.#connection) {
      const { dnsMs, connectMs, tlsMs } = this.#connection;
      if (dnsMs !== undefined) timings.dnsMs = round(dnsMs);
      if (connectMs !== undefined) timings.connectMs = round(connectMs);
      if (tlsMs !== undefined) timings.tlsMs = round(tlsMs);
    }
    if (this.#firstByte !== undefined) timings.firstByteMs = round(this.#firstByte - this.#started);
    return timings;
  }
}

/** How a kept connection ends while nothing runs on it, when it does not end in peace. */
const isSystemError = (error: Error): boolean => "errno" in error && "syscall" in error;

/** Microseconds are enough, and short in JSON. */
const round = (ms: number) => Math.round(ms * 1000) / 1000;

function latin1Pairs(raw: Buffer[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    pairs.push([(raw[i] as Buffer).toString("latin1"), (raw[i + 1] as Buffer).toString("latin1")]);
  }
  return pairs;
}

import {
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { problem } from "@/lib/http/problem";
import { securityHeaders } from "@/lib/http/security-headers";

/** How long a client may take, in ms: a body is at most 256 KiB, a form of the console less than 1 MiB. */
export const TIME_LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  // Longer than a proxy keeps its connections, so that it is never us who closes one it is about to use.
  keepAliveTimeout: 65_000,
} satisfies ServerOptions;

/** A client that takes nothing of its answer for so long has gone. */
const SILENCE_MS = 120_000;

/** Connections held at once. Each costs some kilobytes and a file of the process. */
const MOST_CONNECTIONS = 2_000;

const REFUSALS: Record<string, readonly [status: number, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
  HPE_HEADER_OVERFLOW: [431, "The headers are over 16 KiB."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "The chunk extensions are too long."],
};
const NOT_HTTP = [400, "This is not HTTP as it should be."] as const;

/**
 * Keeps clients from holding the server by being slow, and answers what is not HTTP in words. To be called for each listener that
 * shares the bound. Over the bound, whoever has kept us waiting the longest goes: never a call that is being answered.
 * @param publicUrl HOOKYARD_PUBLIC_URL
 */
export function createGuard(publicUrl: URL, most = MOST_CONNECTIONS): (server: Server) => void {
  const { opened, began } = createBound(most);
  const answers = new WeakMap<Duplex, ServerResponse>();
  return (server) => {
    server.setTimeout(SILENCE_MS);
    server.on("connection", opened);
    server.on("request", (request, response) => {
      answers.set(request.socket, response);
      began(request, response);
    });
    // What a client expects beyond `100-continue` may be ignored (RFC 9110, 10.1.1); the listener answers as ever.
    server.on("checkExpectation", (request, response) => server.emit("request", request, response));
    // A proxy's method: without a listener its connection would be closed without a word.
    server.on("connect", (_, socket) => socket.end(bare(publicUrl, 405, "CONNECT is not answered here.")));
    server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const [status, detail] = REFUSALS[error.code ?? ""] ?? NOT_HTTP;
      // Nothing may be written into the middle of an answer.
      if (!socket.writable || answers.get(socket)?.headersSent) socket.destroy();
      else socket.end(bare(publicUrl, status, detail));
    });
  };
}

function createBound(most: number) {
  let open = 0;
  /** Those whose turn it is to say something, the longest first. */
  const waiting = new Set<Socket>();

  const opened = (socket: Socket): void => {
    open += 1;
    waiting.add(socket);
    socket.once("close", () => {
      open -= 1;
      waiting.delete(socket);
    });
    const [longest] = waiting;
    if (open > most) longest?.destroy();
  };

  const began = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    let answered = false;
    const arrived = () => answered || waiting.delete(socket);
    if (hasBody(request)) request.once("end", arrived);
    else arrived();
    response.once("close", () => {
      answered = true;
      if (!socket.destroyed) waiting.add(socket);
    });
  };

  return { opened, began };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** An answer where there is no response to write it to. */
function bare(publicUrl: URL, status: number, detail: string): string {
  const answer = problem({ status, title: STATUS_CODES[status] ?? "", detail });
  const headers = [
    ...securityHeaders(publicUrl),
    ...Object.entries(answer.headers),
    ["content-length", Buffer.byteLength(answer.body)],
    ["connection", "close"],
  ].map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headers, "", answer.body].join("\r\n");
}

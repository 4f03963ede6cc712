import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiAnswer } from "./problem";

/** Sends an answer of ours, before or beside Next. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ApiAnswer,
): void {
  // What was not read of a body would be taken for the next request.
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, {
    ...headers,
    "cache-control": "no-store",
    ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

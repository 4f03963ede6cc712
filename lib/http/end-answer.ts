import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream";

/**
 * Ends an answer, also one that is given before the request's body has come. What is left of the body is read and dropped: a connection
 * that is closed on it is reset, and the answer with it, before its reader has seen it (RFC 9112, 9.6).
 */
export function endAnswer(request: IncomingMessage, response: ServerResponse, rest?: string): void {
  if (request.complete) {
    response.end(rest);
    return;
  }
  request.unpipe();
  request.resume();
  // The connection outlives the answer, or its reader can't tell that this is its end.
  if (response.shouldKeepAlive || !response.hasHeader("content-length")) {
    response.end(rest);
    return;
  }
  if (rest) response.write(rest);
  finished(request, () => response.end());
}

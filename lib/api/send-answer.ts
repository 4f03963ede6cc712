import type { IncomingMessage, ServerResponse } from "node:http";
import { endAnswer } from "@/lib/http/end-answer";
import type { ApiAnswer } from "@/lib/http/problem";

/** Sends an answer of ours, before or beside Next. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ApiAnswer,
): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("cache-control", "no-store");
  if (status !== 204) response.setHeader("content-length", Buffer.byteLength(body));
  endAnswer(request, response, request.method === "HEAD" ? undefined : body);
}

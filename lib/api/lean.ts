import type { IncomingMessage, ServerResponse } from "node:http";
import { readLimited } from "@/lib/http/body";
import { postEvents } from "./post-events";
import { sendAnswer } from "./send-answer";

/** Whether the lean way takes a request: the one call that platforms make thousands of times a second. */
export function isLean(request: IncomingMessage): boolean {
  return (
    request.method === "POST" &&
    (request.url === "/api/v1/events" || request.url?.startsWith("/api/v1/events?") === true)
  );
}

/** Answers `POST /api/v1/events` without the framework: the same handler as its route, a tenth of the cost. */
export async function serveLean(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization, "idempotency-key": key } = request.headers;
  const idempotencyKey = Array.isArray(key) ? key[0] : key;
  const fields = { authorization, idempotencyKey };
  // A body that is too long ends the reading, not the connection on which its answer goes.
  const chunks = () => request.iterator({ destroyOnReturn: false });
  sendAnswer(request, response, await postEvents(fields, () => readLimited(chunks())));
}

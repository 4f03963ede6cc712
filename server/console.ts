import { Agent, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { sendAnswer } from "@/lib/api/send-answer";
import { AppError } from "@/lib/errors";
import { endAnswer } from "@/lib/http/end-answer";
import { type ApiAnswer, problemOf } from "@/lib/http/problem";
import { logFault } from "@/lib/log";
import type { Behind } from "./door";

/** They belong to one connection, not to the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"];
/** How an answer's body comes is ours to say again; of a request it is passed on, so that one without a length has one. */
const OF_ANSWERS = [...HOP_BY_HOP, "transfer-encoding"];

/**
 * Hands requests on to the console's process, which listens on a socket of this machine alone.
 * @param socketPath HOOKYARD_CONSOLE_SOCKET
 */
export function consoleAt(socketPath: string): Behind {
  // As many as ask: the bound on connections is at the door.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

  return (request, response) =>
    new Promise((resolve) => {
      const { method, url: path, headers } = request;
      const asked = ask({ socketPath, agent, method, path, headers: passedOn(headers), setHost: false });
      let isAnswered = false;
      asked.once("response", (answered) => {
        isAnswered = true;
        resolve(passBack(answered, request, response));
      });
      asked.on("error", (error) => {
        // What becomes of an answer is seen where it is passed back.
        if (isAnswered) return;
        // Whoever asked may have gone.
        if (!response.destroyed) sendAnswer(request, response, away(request, error));
        resolve(undefined);
      });
      // It is not to work on for somebody who has gone.
      response.once("close", () => asked.destroy());
      request.once("error", () => asked.destroy());
      request.pipe(asked);
    });
}

async function passBack(
  answered: IncomingMessage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(answered.headers)) {
    if (value !== undefined && !OF_ANSWERS.includes(name)) response.setHeader(name, value);
  }
  response.statusCode = answered.statusCode ?? 502;
  // Broken off on either side it is broken off on the other.
  await pipeline(answered, response, { end: false }).then(
    () => endAnswer(request, response),
    () => response.destroy(),
  );
}

const passedOn = (headers: IncomingMessage["headers"]): IncomingMessage["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));

const NOT_THERE = ["ENOENT", "ECONNREFUSED"];
const AWAY = "The console is being started. It will be there in a moment.";

/** It starts, or is being started again. A browser looks again by itself. */
function away(request: IncomingMessage, error: NodeJS.ErrnoException): ApiAnswer {
  // `up` tells what became of it.
  if (!NOT_THERE.includes(error.code ?? "")) logFault("The console's process did not answer", error);
  const answer = problemOf(new AppError("unavailable", AWAY));
  if (!request.headers.accept?.includes("text/html")) return answer;
  const headers = { "content-type": "text/plain; charset=utf-8", "retry-after": "2", refresh: "2" };
  return { status: answer.status, headers, body: AWAY };
}

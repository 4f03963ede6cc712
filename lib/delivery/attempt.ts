import { logFault } from "@/lib/log";
import type { Delivery, Outcome } from "./delivery";
import { maskHeaders } from "./message/headers";
import { RenderError } from "./message/render";
import { type BuiltRequest, buildRequest } from "./message/request";
import { hideEchoes } from "./network/echoes";
import { cleanText } from "./network/error-classes";
import type { Exchange } from "./network/exchange";
import type { Sender } from "./network/send";
import { classify, decide, PATIENT_MS } from "./verdict/classify";

/** Test events are tried once: their sender is watching. */
const ONCE = { kind: "custom", delaysSeconds: [] } as { kind: "custom"; delaysSeconds: number[] };

/**
 * Makes one attempt of a job: renders, signs, sends, and decides what becomes of the job. Whatever the receiver does is
 * part of the answer; it throws for nothing.
 * @param consoleUrl where people open the console, for links back to the event.
 */
export async function attempt(sender: Sender, consoleUrl: string, delivery: Delivery): Promise<Outcome> {
  const now = new Date();
  let request: BuiltRequest;
  try {
    if (!delivery.webhook.isReadable) throw new Error("Its webhook's secrets can't be read.");
    request = buildRequest(delivery.webhook, delivery.event, delivery.body, consoleUrl, now);
  } catch (error) {
    return unsendable(delivery, now, error);
  }
  const { method, url, timeoutMs } = delivery.webhook;
  const { headers, body } = request;
  const exchange = await sender.send({ headers, body, method, url, timeoutMs });
  return outcomeOf(delivery, hideEchoes(exchange, delivery.webhook.headers), maskHeaders(headers), body);
}

function outcomeOf(
  delivery: Delivery,
  exchange: Exchange,
  requestHeaders: [string, string][],
  body: string,
): Outcome {
  const { webhook, isTest, attemptCount, attemptBase, uncountedCount, begunAt } = delivery;
  const now = new Date();
  const result = classify(exchange, { timeoutMs: webhook.timeoutMs, now });
  const verdict = decide(
    result,
    {
      triesMade: attemptCount - attemptBase - uncountedCount + 1,
      patientUntil: isTest ? null : new Date(begunAt.getTime() + PATIENT_MS),
    },
    isTest ? ONCE : webhook.retry,
    now,
    Math.random,
  );
  return {
    delivery,
    exchange,
    requestHeaders,
    body,
    errorClass: result.succeeded ? null : result.errorClass,
    errorMessage: result.succeeded ? null : result.message,
    verdict,
    asks: result.succeeded ? null : result.asks,
  };
}

/** What can't even be made into a request uses up a try like any other failure. Mostly it is a template that fails. */
function unsendable(delivery: Delivery, startedAt: Date, error: unknown): Outcome {
  const isTemplate = error instanceof RenderError;
  if (!isTemplate)
    logFault(
      `The event ${delivery.event.id} could not be made into a request to ${delivery.webhook.id}`,
      error,
    );
  const failure = isTemplate
    ? ({ class: "template", message: cleanText(error.message) } as const)
    : ({ class: "network", message: "Hookyard could not make the request. Its log says why" } as const);
  return outcomeOf(
    delivery,
    { startedAt, truncated: false, timings: { totalMs: 0 }, error: failure },
    [],
    "",
  );
}

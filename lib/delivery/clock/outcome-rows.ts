import type { AttemptRow } from "@/lib/jobs/attempt-row";
import type { FinishedTry } from "@/lib/jobs/finish";
import type { Outcome } from "../delivery";

const STATUS = { succeeded: "succeeded", retry: "retrying", failed: "failed", gone: "failed" } as const;

/** What an attempt came to, as the jobs table takes it. `dueInMs`: until its next try. */
export const jobOf = ({ verdict }: Outcome) => ({
  status: STATUS[verdict.kind],
  dueInMs: verdict.kind === "retry" ? verdict.inMs : null,
});

/**
 * A try of a job that has its row, as it is written.
 * @throws Error when it has none
 */
export function finishedTry(outcome: Outcome): FinishedTry {
  const { orgId, number, event, webhook, attemptCount } = outcome.delivery;
  if (number === null) throw new Error("A job without a row can't be finished.");
  const ids = { orgId, number, eventId: event.id, webhookId: webhook.id };
  return { ...ids, ...jobOf(outcome), tryNumber: attemptCount + 1, attempt: attemptOf(outcome) };
}

/** The exchange of an attempt, as the attempts table takes it. */
export function attemptOf(outcome: Outcome): AttemptRow {
  const { delivery, exchange, verdict } = outcome;
  return {
    startedAt: exchange.startedAt,
    method: delivery.webhook.method,
    url: delivery.webhook.url,
    requestHeaders: outcome.requestHeaders,
    requestBody: delivery.body === null ? outcome.body : null,
    responseStatus: exchange.status ?? null,
    responseHeaders: exchange.responseHeaders ?? null,
    responseBody: exchange.responseBody ?? null,
    responseTruncated: exchange.truncated,
    timings: exchange.timings,
    errorClass: outcome.errorClass,
    errorMessage: outcome.errorMessage,
    counted: verdict.kind !== "retry" || verdict.counted,
  };
}

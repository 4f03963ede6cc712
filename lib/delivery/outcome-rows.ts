import type { AttemptRow } from "@/lib/jobs/attempt-row";
import type { Outcome } from "./delivery";

const STATUS = { succeeded: "succeeded", retry: "retrying", failed: "failed", gone: "failed" } as const;

/** What an attempt came to, as the jobs table takes it. `dueInMs`: until its next try. */
export const jobOf = ({ verdict }: Outcome) => ({
  status: STATUS[verdict.kind],
  dueInMs: verdict.kind === "retry" ? verdict.inMs : null,
});

/** Whether a try used up one of the schedule's. */
export const isCounted = ({ verdict }: Outcome): boolean => verdict.kind !== "retry" || verdict.counted;

/** The exchange of an attempt, as the attempts table takes it. */
export function attemptOf(outcome: Outcome): AttemptRow {
  const { delivery, exchange } = outcome;
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
    counted: isCounted(outcome),
  };
}

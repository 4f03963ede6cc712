import type { RetrySchedule } from "@/db/types";
import type { ErrorClass } from "./error-class-names";
import type { Exchange } from "./exchange";
import { explain } from "./explain";
import { nextDelaySeconds } from "./schedule";

/** A receiver may put us off for at most this long. */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

/** What an exchange came to. */
export type Classification =
  | { succeeded: true }
  | {
      succeeded: false;
      errorClass: ErrorClass;
      /** A sentence for people. */
      message: string;
      /** The receiver said 410: nothing more is to be sent there. */
      gone: boolean;
      /** From `Retry-After` on 429 and 503. */
      retryAfterSeconds?: number | undefined;
    };

/** What becomes of a job after a try. */
export type Decision =
  | { kind: "succeeded" }
  | { kind: "retry"; dueAt: Date }
  | { kind: "failed" }
  | { kind: "gone" };

/**
 * Reads the outcome of an exchange. Pure. Success is 2xx and nothing else: the status line is the receiver's word, so a
 * response whose body was cut (too long, too slow, broken off) counts by its status. Redirects are failures (Standard Webhooks 1.0).
 * @param facts the timeout that applied, for the sentence; `now` to read a date in `Retry-After`.
 */
export function classify(exchange: Exchange, facts: { timeoutMs: number; now: Date }): Classification {
  const { status, error } = exchange;
  if (status === undefined) {
    const errorClass = error?.class ?? "network";
    const { sentence } = explain(errorClass, { detail: error?.message, timeoutMs: facts.timeoutMs });
    return { succeeded: false, errorClass, message: sentence, gone: false };
  }
  if (status >= 200 && status < 300) return { succeeded: true };
  const location = headerOf(exchange, "location")?.slice(0, 500);
  const errorClass = status >= 300 && status < 400 ? "redirect" : "status";
  return {
    succeeded: false,
    errorClass,
    message: explain(errorClass, { status, location }).sentence,
    gone: status === 410,
    retryAfterSeconds:
      status === 429 || status === 503
        ? retryAfterSeconds(headerOf(exchange, "retry-after"), facts.now)
        : undefined,
  };
}

/** A response header's value; the first where there are several. */
export function headerOf({ responseHeaders }: Exchange, name: string): string | undefined {
  return responseHeaders?.find(([key]) => key.toLowerCase() === name)?.[1];
}

/**
 * Seconds that a `Retry-After` asks for (RFC 9110 §10.2.3: whole seconds or an HTTP date), from 1 second to a day; undefined when
 * there is none or it can't be read. Pure.
 */
export function retryAfterSeconds(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const wanted = /^\d{1,15}$/.test(text) ? Number(text) : (httpDate(text) - now.getTime()) / 1000;
  if (Number.isNaN(wanted)) return undefined;
  return Math.min(Math.max(wanted, 1), MAX_RETRY_AFTER_SECONDS);
}

/** Epoch ms, or NaN. Letters first: `Date.parse` alone would read `5.5` or `2` as a date. */
const httpDate = (text: string) =>
  /^[A-Za-z]{3,9},? .*\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;

/**
 * Decides what becomes of a job. Pure. A wait that the receiver asked for takes the place of the schedule's, but uses up a try all the same.
 * @param triesMade this one included, since the schedule began.
 */
export function decide(
  outcome: Classification,
  job: { triesMade: number },
  schedule: RetrySchedule,
  now: Date,
  random: () => number,
): Decision {
  if (outcome.succeeded) return { kind: "succeeded" };
  if (outcome.gone) return { kind: "gone" };
  const delay = nextDelaySeconds(schedule, job.triesMade, random);
  if (delay === null) return { kind: "failed" };
  const seconds = outcome.retryAfterSeconds ?? delay;
  return { kind: "retry", dueAt: new Date(now.getTime() + Math.round(seconds * 1000)) };
}

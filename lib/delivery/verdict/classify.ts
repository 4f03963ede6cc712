import type { RetrySchedule } from "@/db/types";
import type { ErrorClass } from "../network/error-class-names";
import type { Exchange } from "../network/exchange";
import { explain } from "./explain";
import { retryAfterSeconds } from "./retry-after";
import { nextDelaySeconds, totalTries } from "./schedule";

/** A receiver that asks to be left alone for a while: as a whole, whatever job it said it about. */
export type Ask = {
  /** 429, or 503 with a `Retry-After`. */
  status: 429 | 503;
  /** What its `Retry-After` says; 0 when that is no wait. Undefined when there is none. */
  seconds: number | undefined;
};

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
      asks: Ask | null;
    };

/** What becomes of a job after a try. */
export type Decision =
  | { kind: "succeeded" }
  /** In so many ms. `counted`: it used up one of the schedule's tries. */
  | { kind: "retry"; inMs: number; counted: boolean }
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
    return { succeeded: false, errorClass, message: sentence, gone: false, asks: null };
  }
  if (status >= 200 && status < 300) return { succeeded: true };
  const location = headerOf(exchange, "location")?.slice(0, 500);
  const errorClass = status >= 300 && status < 400 ? "redirect" : "status";
  return {
    succeeded: false,
    errorClass,
    message: explain(errorClass, { status, location }).sentence,
    gone: status === 410,
    asks: askOf(exchange, facts.now),
  };
}

function askOf(exchange: Exchange, now: Date): Ask | null {
  const { status } = exchange;
  if (status !== 429 && status !== 503) return null;
  const seconds = retryAfterSeconds(headerOf(exchange, "retry-after"), now);
  return status === 503 && !seconds ? null : { status, seconds };
}

/** A response header's value; the first where there are several. */
function headerOf({ responseHeaders }: Exchange, name: string): string | undefined {
  return responseHeaders?.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** For how long after a job was made, or last retried by hand, a 429 uses up none of its tries. */
export const PATIENT_MS = 86_400_000;

/** What of a job decides about its next try. */
export type Standing = {
  /** Tries that count, this one included, since the schedule began. */
  triesMade: number;
  /** Until when a 429 does not count; null when it counts at once. */
  patientUntil: Date | null;
};

/**
 * Decides what becomes of a job. Pure. A `Retry-After` can only put the next try off, never bring it forward. A 429 says that the try
 * came too early, not that it failed: for a while it uses up no try, and the same one is made again, no sooner than the next would be.
 */
export function decide(
  outcome: Classification,
  { triesMade, patientUntil }: Standing,
  schedule: RetrySchedule,
  now: Date,
  random: () => number,
): Decision {
  if (outcome.succeeded) return { kind: "succeeded" };
  if (outcome.gone) return { kind: "gone" };
  const counted = outcome.asks?.status !== 429 || patientUntil === null || patientUntil <= now;
  const delay = counted
    ? nextDelaySeconds(schedule, triesMade, random)
    : (nextDelaySeconds(schedule, Math.min(triesMade, totalTries(schedule) - 1), random) ?? 0);
  if (delay === null) return { kind: "failed" };
  const seconds = Math.max(delay, outcome.asks?.seconds ?? 0);
  return { kind: "retry", inMs: Math.round(seconds * 1000), counted };
}

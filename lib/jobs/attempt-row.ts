import type { Columns } from "@/db/rows";
import type { Timings } from "@/db/types";

/** One exchange, ready to be written. */
export type AttemptRow = {
  startedAt: Date;
  method: string;
  url: string;
  /** As sent, secret values masked. */
  requestHeaders: [string, string][];
  /** Null on a try that sends what the one before it sent. */
  requestBody: string | null;
  responseStatus: number | null;
  responseHeaders: [string, string][] | null;
  responseBody: Buffer | null;
  responseTruncated: boolean;
  timings: Timings;
  errorClass: string | null;
  errorMessage: string | null;
  /** Whether it used up one of the schedule's tries. */
  counted: boolean;
};

/** An attempt's columns in a statement that takes many; all null for an item without one. */
export function attemptColumns<T>(attemptOf: (item: T) => AttemptRow | null): Columns<T> {
  const of =
    <V>(value: (attempt: AttemptRow) => V) =>
    (item: T) => {
      const attempt = attemptOf(item);
      return attempt && value(attempt);
    };
  return {
    started_at: ["timestamptz", of((a) => a.startedAt)],
    ended_at: ["timestamptz", of((a) => new Date(a.startedAt.getTime() + a.timings.totalMs))],
    method: ["text", of((a) => a.method)],
    url: ["text", of((a) => a.url)],
    request_headers: ["json", of((a) => JSON.stringify(a.requestHeaders))],
    request_body: ["text", of((a) => a.requestBody)],
    response_status: ["int", of((a) => a.responseStatus)],
    response_headers: ["json", of((a) => a.responseHeaders && JSON.stringify(a.responseHeaders))],
    response_body: ["text", of((a) => a.responseBody?.toString("base64") ?? null)],
    response_truncated: ["boolean", of((a) => a.responseTruncated)],
    timings: ["json", of((a) => JSON.stringify(a.timings))],
    error_class: ["text", of((a) => a.errorClass)],
    error_message: ["text", of((a) => a.errorMessage)],
    counted: ["boolean", of((a) => a.counted)],
  };
}

/** What `attemptColumns` brought, as the table's columns of the relation `o`. */
export const ATTEMPT_TARGET = `started_at, method, url, request_headers, request_body, response_status, response_headers, response_body,
  response_truncated, timings, error_class, error_message, counted`;
export const ATTEMPT_SOURCE = `o.started_at, o.method, o.url, o.request_headers, o.request_body, o.response_status, o.response_headers,
  decode(o.response_body, 'base64'), o.response_truncated, o.timings, o.error_class, o.error_message, o.counted`;

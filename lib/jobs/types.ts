import type { Timings } from "@/db/types";
import type { ReadableBody } from "@/lib/readable-body";
import type { JobStatus } from "./schema";

/** A job as lists show it. Times are ISO 8601. */
export type JobRow = {
  number: number;
  status: JobStatus;
  isTest: boolean;
  eventId: string;
  eventType: string;
  /** `name` is null when the webhook is gone without a trace; `deletedAt` says that it was deleted. */
  webhook: { id: string; name: string | null; url: string | null; deletedAt: string | null };
  attemptCount: number;
  /** When it is tried next; null once it is over. */
  nextTryAt: string | null;
  /** Set while it waits because the receiver asked for patience: until when, and with which status it asked. */
  waitsFor: { until: string; status: number | null } | null;
  responseStatus: number | null;
  errorClass: string | null;
  /** Why it was cancelled, in words. */
  reason: string | null;
  createdAt: string;
  finishedAt: string | null;
};

export type JobPage = {
  jobs: JobRow[];
  /** Give it as `cursor` for the next page; null on the last one. A page may be empty and yet have a next one. */
  nextCursor: number | null;
};

export type AttemptView = {
  number: number;
  startedAt: string;
  method: string;
  url: string;
  requestHeaders: [string, string][];
  requestBody: string;
  responseStatus: number | null;
  responseHeaders: [string, string][] | null;
  responseBody: ReadableBody | null;
  responseTruncated: boolean;
  timings: Timings;
  errorClass: string | null;
  errorMessage: string | null;
  /** Whether it used up one of the schedule's tries: one that came too early for the receiver does not. */
  counted: boolean;
};

export type JobDetail = JobRow & {
  /** Null when it is older than what is kept. */
  event: {
    id: string;
    type: string;
    /** JSON text, as the platform wrote it. */
    dataText: string;
    changesText: string | null;
    occurredAt: string;
    createdAt: string;
  } | null;
  attempts: AttemptView[];
};

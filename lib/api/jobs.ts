import { z } from "zod";
import { notFound } from "@/lib/errors";
import { type ApiAnswer, json } from "@/lib/http/problem";
import { type AttemptView, getJob, type JobRow, listJobs } from "@/lib/jobs/data";
import { cancelJob, retryJob } from "@/lib/jobs/mutations";
import { JOB_STATUSES, jobFilter, jobNumber } from "@/lib/jobs/schema";
import { type ApiCall, parseQuery } from "./route";

const { webhookId, eventType, eventId, cursor, limit } = jobFilter.shape;
const query = z.strictObject({
  status: z.enum(JOB_STATUSES, { error: `Use one of ${JOB_STATUSES.join(", ")}.` }).optional(),
  webhook_id: webhookId,
  event_type: eventType,
  event_id: eventId,
  cursor,
  limit,
});

/** `GET /api/v1/jobs`: newest first, narrowed by the query; `next_cursor` is for the next page. */
export async function getJobs(call: ApiCall): Promise<ApiAnswer> {
  const { webhook_id, event_type, event_id, ...rest } = parseQuery(query, call.query);
  const filter = { ...rest, webhookId: webhook_id, eventType: event_type, eventId: event_id };
  const page = await listJobs(call.ctx, filter);
  return json(200, { jobs: page.jobs.map(jobView), next_cursor: page.nextCursor });
}

/** `GET /api/v1/jobs/{number}`: one job with every attempt. */
export async function getJobByNumber(call: ApiCall): Promise<ApiAnswer> {
  const job = await getJob(call.ctx, numberIn(call));
  return json(200, { ...jobView(job), attempts: job.attempts.map(attemptView) });
}

/** `POST /api/v1/jobs/{number}/retry`: starts its tries anew, now. */
export async function postRetry(call: ApiCall): Promise<ApiAnswer> {
  await retryJob(call.ctx, numberIn(call));
  return getJobByNumber(call);
}

/** `POST /api/v1/jobs/{number}/cancel`: for a job that waits. */
export async function postCancel(call: ApiCall): Promise<ApiAnswer> {
  await cancelJob(call.ctx, numberIn(call));
  return getJobByNumber(call);
}

const numberIn = ({ params }: ApiCall): number => {
  const parsed = jobNumber.safeParse(params.number);
  return parsed.success ? parsed.data : notFound("job");
};

function jobView(job: JobRow) {
  return {
    number: job.number,
    status: job.status,
    test: job.isTest,
    event_id: job.eventId,
    event_type: job.eventType,
    webhook_id: job.webhook.id,
    webhook_name: job.webhook.name,
    attempts_made: job.attemptCount,
    next_try_at: job.nextTryAt,
    response_status: job.responseStatus,
    error_class: job.errorClass,
    reason: job.reason,
    created_at: job.createdAt,
    finished_at: job.finishedAt,
  };
}

function attemptView(attempt: AttemptView) {
  const { timings } = attempt;
  return {
    number: attempt.number,
    started_at: attempt.startedAt,
    request: {
      method: attempt.method,
      url: attempt.url,
      headers: attempt.requestHeaders,
      body: attempt.requestBody,
    },
    response:
      attempt.responseStatus === null
        ? null
        : {
            status: attempt.responseStatus,
            headers: attempt.responseHeaders,
            body: attempt.responseBody,
            truncated: attempt.responseTruncated,
          },
    timings: {
      dns_ms: timings.dnsMs,
      connect_ms: timings.connectMs,
      tls_ms: timings.tlsMs,
      first_byte_ms: timings.firstByteMs,
      total_ms: timings.totalMs,
    },
    error_class: attempt.errorClass,
    error_message: attempt.errorMessage,
    counted: attempt.counted,
  };
}

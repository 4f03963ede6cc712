import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts, deletedWebhooks, events, jobs, lanes, webhooks } from "@/db/schema";
import type { Timings } from "@/db/types";
import type { Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import { type ReadableBody, readableBody } from "@/lib/readable-body";
import { type JobFilter, type JobStatus, jobNumber } from "./schema";

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

/** How many jobs are looked through at once when no index serves the filter, and for how long one page goes on. */
const STRETCH = 10_000;
const PATIENCE_MS = 25;

const columns = {
  number: jobs.number,
  status: jobs.status,
  isTest: jobs.isTest,
  eventId: jobs.eventId,
  eventType: jobs.eventType,
  webhookId: jobs.webhookId,
  webhookName: webhooks.name,
  webhookUrl: webhooks.url,
  deletedName: deletedWebhooks.name,
  deletedUrl: deletedWebhooks.url,
  deletedAt: deletedWebhooks.deletedAt,
  attemptCount: jobs.attemptCount,
  dueAt: jobs.dueAt,
  resumeAt: lanes.resumeAt,
  resumeStatus: lanes.resumeStatus,
  responseStatus: jobs.lastResponseStatus,
  errorClass: jobs.lastErrorClass,
  reason: jobs.reason,
  createdAt: jobs.createdAt,
  finishedAt: jobs.finishedAt,
};

function selectJobs(where: SQL | undefined) {
  return db()
    .select(columns)
    .from(jobs)
    .leftJoin(webhooks, and(eq(webhooks.orgId, jobs.orgId), eq(webhooks.id, jobs.webhookId)))
    .leftJoin(lanes, and(eq(lanes.orgId, jobs.orgId), eq(lanes.webhookId, jobs.webhookId)))
    .leftJoin(
      deletedWebhooks,
      and(eq(deletedWebhooks.orgId, jobs.orgId), eq(deletedWebhooks.id, jobs.webhookId)),
    )
    .where(where)
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectJobs>>[number];

/** One answer brings both about: its pause is written down a moment before the job's own next try. */
const SAME_ANSWER_MS = 1_000;

function toRow(row: Row): JobRow {
  const waits = row.status === "queued" || row.status === "retrying";
  const { dueAt, resumeAt, resumeStatus } = row;
  const isHeld =
    waits &&
    resumeAt !== null &&
    resumeAt.getTime() + SAME_ANSWER_MS >= dueAt.getTime() &&
    resumeAt.getTime() > Date.now();
  return {
    number: row.number,
    status: row.status,
    isTest: row.isTest,
    eventId: row.eventId,
    eventType: row.eventType,
    webhook: {
      id: row.webhookId,
      name: row.webhookName ?? row.deletedName,
      url: row.webhookUrl ?? row.deletedUrl,
      deletedAt: row.deletedAt?.toISOString() ?? null,
    },
    attemptCount: row.attemptCount,
    nextTryAt: waits ? (isHeld && resumeAt > dueAt ? resumeAt : dueAt).toISOString() : null,
    waitsFor: isHeld ? { until: resumeAt.toISOString(), status: resumeStatus } : null,
    responseStatus: row.responseStatus,
    errorClass: row.errorClass,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/**
 * A page of the organisation's jobs, newest first. Never counts, and reads a bounded number of rows whatever the filter: where no index
 * leads to the rows it looks through one stretch of jobs after the other until the page is full or its time is up.
 */
export async function listJobs(ctx: Ctx, filter: JobFilter): Promise<JobPage> {
  if (hasIndex(filter)) return pageOf(await readJobs(ctx, filter, filter.limit + 1), filter.limit, null);
  const until = Date.now() + PATIENCE_MS;
  const found: JobRow[] = [];
  let cursor = filter.cursor;
  do {
    const stretch = { ...filter, cursor };
    const from = await beginOfStretch(ctx, stretch);
    found.push(...(await readJobs(ctx, stretch, filter.limit + 1 - found.length, from)));
    cursor = from;
  } while (found.length <= filter.limit && cursor > 0 && Date.now() < until);
  return pageOf(found, filter.limit, cursor > 0 ? cursor : null);
}

/** `goOn` is where the next page begins when these rows do not fill one. */
function pageOf(found: JobRow[], limit: number, goOn: number | null): JobPage {
  if (found.length <= limit) return { jobs: found, nextCursor: goOn };
  const jobs = found.slice(0, limit);
  return { jobs, nextCursor: jobs.at(-1)?.number ?? null };
}

/** Matching jobs below the cursor, down to `from` (inclusive). */
async function readJobs(ctx: Ctx, filter: JobFilter, limit: number, from = 0): Promise<JobRow[]> {
  const { status, webhookId, eventType, eventId, cursor } = filter;
  const rows = await selectJobs(
    and(
      eq(jobs.orgId, ctx.orgId),
      status ? eq(jobs.status, status) : undefined,
      webhookId ? eq(jobs.webhookId, webhookId) : undefined,
      eventType ? eq(jobs.eventType, eventType) : undefined,
      eventId ? eq(jobs.eventId, eventId) : undefined,
      cursor ? lt(jobs.number, cursor) : undefined,
      from > 0 ? gte(jobs.number, from) : undefined,
    ),
  )
    .orderBy(desc(jobs.number))
    .limit(limit);
  return rows.map(toRow);
}

/** Whether an index leads straight to the rows: by event, or by one of number, webhook, type and status; by webhook and status; not by succeeded, which most are. */
function hasIndex({ status, webhookId, eventType, eventId }: JobFilter): boolean {
  if (eventId) return true;
  return eventType ? !webhookId && !status : status !== "succeeded";
}

/**
 * The run number down to which a stretch below the cursor goes, inclusive, or 0 when it goes to the end: a webhook's own jobs are looked through where
 * one is asked for, else those of a type, else all.
 */
async function beginOfStretch(ctx: Ctx, { webhookId, eventType, cursor }: JobFilter): Promise<number> {
  const [row] = await db()
    .select({ number: jobs.number })
    .from(jobs)
    .where(
      and(
        eq(jobs.orgId, ctx.orgId),
        webhookId ? eq(jobs.webhookId, webhookId) : undefined,
        eventType && !webhookId ? eq(jobs.eventType, eventType) : undefined,
        cursor ? lt(jobs.number, cursor) : undefined,
      ),
    )
    .orderBy(desc(jobs.number))
    .offset(STRETCH - 1)
    .limit(1);
  return row?.number ?? 0;
}

/** One job by its run number, or null when the organisation has no such job. */
export async function findJob(ctx: Ctx, number: number): Promise<JobRow | null> {
  if (!jobNumber.safeParse(number).success) return null;
  const [row] = await selectJobs(and(eq(jobs.orgId, ctx.orgId), eq(jobs.number, number)));
  return row ? toRow(row) : null;
}

/**
 * One job with its event and every attempt.
 * @throws AppError not_found
 */
export async function getJob(ctx: Ctx, number: number): Promise<JobDetail> {
  const job = await findJob(ctx, number);
  if (!job) notFound("job");
  const [exchanges, [event]] = await Promise.all([
    db()
      .select()
      .from(attempts)
      .where(and(eq(attempts.orgId, ctx.orgId), eq(attempts.jobNumber, number)))
      .orderBy(asc(attempts.number)),
    db()
      .select({
        id: events.id,
        type: events.type,
        dataText: sql<string>`${events.data}::text`,
        changesText: sql<string | null>`${events.changes}::text`,
        occurredAt: events.occurredAt,
        createdAt: events.createdAt,
      })
      .from(events)
      .where(and(eq(events.orgId, ctx.orgId), eq(events.id, job.eventId))),
  ]);
  return { ...job, event: event ? inIso(event) : null, attempts: toAttempts(exchanges) };
}

const inIso = <T extends { occurredAt: Date; createdAt: Date }>({ occurredAt, createdAt, ...event }: T) => ({
  ...event,
  occurredAt: occurredAt.toISOString(),
  createdAt: createdAt.toISOString(),
});

/** A later try sends what the first one sent, so its body is not kept twice. */
function toAttempts(rows: (typeof attempts.$inferSelect)[]): AttemptView[] {
  let body = "";
  return rows.map((row) => {
    body = row.requestBody ?? body;
    return {
      number: row.number,
      startedAt: row.startedAt.toISOString(),
      method: row.method,
      url: row.url,
      requestHeaders: row.requestHeaders,
      requestBody: body,
      responseStatus: row.responseStatus,
      responseHeaders: row.responseHeaders,
      responseBody: row.responseBody && readableBody(row.responseBody, row.responseTruncated),
      responseTruncated: row.responseTruncated,
      timings: row.timings,
      errorClass: row.errorClass,
      errorMessage: row.errorMessage,
      counted: row.counted,
    };
  });
}

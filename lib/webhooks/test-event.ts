import { and, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { events, jobs } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/errors";
import { emitEvent } from "@/lib/events/accept";
import { getJob, type JobDetail } from "@/lib/jobs/data";
import { objectProblem } from "@/lib/json/object-text";
import { findWebhookRecord } from "./data";
import { MAX_EVENT_BYTES, type TestEventInput } from "./operation-schema";

/**
 * Sends a test event to one webhook alone, whatever its status, subscriptions and filter: through the real pipeline, marked as a test, tried once. It
 * counts for nothing: not for the failure rule, not for the charts.
 * @returns the event's id; ask `getTestResult` what became of it.
 * @throws AppError not_found, invalid (faults at `type`, `data.…`, `changes`), forbidden
 */
export async function sendTestEvent(
  ctx: Ctx,
  webhookId: string,
  input: TestEventInput,
): Promise<{ eventId: string }> {
  authorise(ctx, "webhooks.write");
  const text = eventText(input);
  return transaction(async (tx) => {
    const webhook = (await findWebhookRecord(ctx, webhookId)) ?? notFound("webhook");
    const eventId = await emitEvent(tx, ctx, JSON.parse(text), { testWebhookId: webhook.id }, text);
    await recordAudit(tx, ctx, {
      action: "webhook.tested",
      target: { kind: "webhook", id: webhook.id, name: webhook.name },
      changes: { eventType: [null, input.type] },
    });
    return { eventId };
  });
}

/**
 * The event as one JSON text, its parts as they were written.
 * @throws AppError invalid
 */
function eventText({ type, data, changes }: TestEventInput): string {
  assertObject("data", "The data", data);
  if (changes !== undefined) assertObject("changes", "The changes", changes);
  const text = `{"type":${JSON.stringify(type)},"data":${data}${changes === undefined ? "" : `,"changes":${changes}`}}`;
  if (Buffer.byteLength(text) > MAX_EVENT_BYTES) {
    const message = `An event has at most ${MAX_EVENT_BYTES / 1024} KB.`;
    throw new AppError("invalid", message, [{ path: "data", message }]);
  }
  return text;
}

/** @throws AppError invalid when a text is no JSON object */
export function assertObject(path: string, what: string, text: string): void {
  const message = objectProblem(text, what);
  if (message) throw new AppError("invalid", message, [{ path, message }]);
}

/** `job` is null for the moment until the event was fanned out; ask again. It is over when its status says so. */
export type TestResult = { eventId: string; job: JobDetail | null };

/**
 * What became of a test event so far.
 * @throws AppError not_found, also for an event that is no test; forbidden
 */
export async function getTestResult(ctx: Ctx, eventId: string): Promise<TestResult> {
  authorise(ctx, "jobs.read");
  const [row] = await db()
    .select({ testWebhookId: events.testWebhookId, number: jobs.number })
    .from(events)
    .leftJoin(jobs, and(eq(jobs.eventId, events.id), eq(jobs.orgId, events.orgId)))
    .where(and(eq(events.orgId, ctx.orgId), eq(events.id, eventId)));
  if (!row?.testWebhookId) notFound("test event");
  return { eventId, job: row.number === null ? null : await getJob(ctx, row.number) };
}

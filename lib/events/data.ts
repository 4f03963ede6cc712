import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { events, webhooks } from "@/db/schema";
import { authorise, type Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import { isKeepable } from "@/lib/input";
import { type JobRow, listJobs } from "@/lib/jobs/data";
import { matchable } from "@/lib/matching/match";
import { whyNot } from "./reasons";

/** A webhook that an event did not go to, and why. */
export type PassedWebhook = { id: string; name: string; why: string };

/** An event and where it went. Times are ISO 8601. */
export type EventDetail = {
  id: string;
  type: string;
  /** JSON text, as the platform wrote it. */
  dataText: string;
  changesText: string | null;
  /** When it happened, by the platform's word, and when it was accepted here. */
  occurredAt: string;
  createdAt: string;
  /** The caller's own id of it. */
  sourceId: string | null;
  isTest: boolean;
  dataEndpointId: string | null;
  /** One a webhook it went to. */
  jobs: JobRow[];
  /** The webhooks it did not go to; of a test event none. */
  passed: PassedWebhook[];
};

const MAX_JOBS = 500;

/**
 * One event with its jobs, and for every other webhook of the organisation why it has none.
 * @throws AppError not_found, also for an event of another organisation; forbidden
 */
export async function getEventDetail(ctx: Ctx, id: string, now = new Date()): Promise<EventDetail> {
  authorise(ctx, "events.read");
  // A page hands on what stands in its address.
  if (!isKeepable(id)) return notFound("event");
  const [event] = await db()
    .select({
      id: events.id,
      type: events.type,
      dataText: sql<string>`${events.data}::text`,
      changesText: sql<string | null>`${events.changes}::text`,
      occurredAt: events.occurredAt,
      createdAt: events.createdAt,
      sourceId: events.sourceId,
      testWebhookId: events.testWebhookId,
      dataEndpointId: events.dataEndpointId,
    })
    .from(events)
    .where(and(eq(events.orgId, ctx.orgId), eq(events.id, id)));
  if (!event) return notFound("event");
  const { jobs } = await listJobs(ctx, { eventId: id, limit: MAX_JOBS });
  const reached = new Set(jobs.map(({ webhook }) => webhook.id));
  const others = event.testWebhookId
    ? []
    : (await listSettings(ctx)).filter((webhook) => !reached.has(webhook.id));
  const content = matchable(event);
  return {
    id: event.id,
    type: event.type,
    dataText: event.dataText,
    changesText: event.changesText,
    occurredAt: event.occurredAt.toISOString(),
    createdAt: event.createdAt.toISOString(),
    sourceId: event.sourceId,
    isTest: event.testWebhookId !== null,
    dataEndpointId: event.dataEndpointId,
    jobs,
    passed: others.map((webhook) => ({
      id: webhook.id,
      name: webhook.name,
      why: whyNot(webhook, content, event, now),
    })),
  };
}

function listSettings(ctx: Ctx) {
  return db()
    .select({
      id: webhooks.id,
      name: webhooks.name,
      status: webhooks.status,
      subscriptions: webhooks.subscriptions,
      targets: webhooks.targets,
      filter: webhooks.filter,
      statusChangedAt: webhooks.statusChangedAt,
      createdAt: webhooks.createdAt,
      updatedAt: webhooks.updatedAt,
    })
    .from(webhooks)
    .where(eq(webhooks.orgId, ctx.orgId))
    .orderBy(asc(sql`lower(${webhooks.name})`), asc(webhooks.id));
}

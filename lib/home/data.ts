import { and, desc, eq, gte, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys, deliveryStats, jobs, lanes, webhooks } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { LATENCY_BOUNDS_MS } from "@/lib/stats/latency-bounds";
import { percentile } from "./percentile";

const HOUR_MS = 3_600_000;
const HOURS = 24;
const FAILING_SHOWN = 5;

export type HourCount = { hour: Date; succeeded: number; failed: number };

export type Overview = {
  /** Jobs that ended, by hour, oldest first: the hour under way and the 23 before it. */
  hours: HourCount[];
  succeeded: number;
  failed: number;
  /** Of attempts, estimated from counters; null without any. */
  latency: { p50Ms: number; p95Ms: number } | null;
  /** Active webhooks whose last job failed, and disabled ones; the latest first. */
  failing: FailingWebhook[];
  failingCount: number;
};

export type FailingWebhook = {
  id: string;
  name: string;
  url: string;
  disabled: boolean;
  reason: string | null;
  since: Date | null;
};

/** How deliveries went over the last 24 hours. */
export async function getOverview(ctx: Ctx, now: Date = new Date()): Promise<Overview> {
  const from = new Date((Math.floor(now.getTime() / HOUR_MS) - HOURS + 1) * HOUR_MS);
  const [rows, failing] = await Promise.all([listStats(ctx, from), listFailing(ctx)]);
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const hours = Array.from({ length: HOURS }, (_, index) => {
    const hour = new Date(from.getTime() + index * HOUR_MS);
    const row = byHour.get(hour.getTime());
    return { hour, succeeded: row?.succeeded ?? 0, failed: row?.failed ?? 0 };
  });
  return { hours, ...totals(hours), latency: latencyOf(rows), ...failing };
}

function totals(hours: HourCount[]) {
  return hours.reduce(
    (sum, hour) => ({ succeeded: sum.succeeded + hour.succeeded, failed: sum.failed + hour.failed }),
    { succeeded: 0, failed: 0 },
  );
}

type StatsRow = HourCount & { latency: number[] };

async function listStats(ctx: Ctx, from: Date): Promise<StatsRow[]> {
  const slots = sql.join(
    [...LATENCY_BOUNDS_MS, null].map(
      (_, index) => sql`coalesce(sum(${deliveryStats.latency}[${sql.raw(String(index + 1))}]), 0)::int`,
    ),
    sql`, `,
  );
  return db()
    .select({
      hour: deliveryStats.hour,
      succeeded: sql<number>`sum(${deliveryStats.succeeded})::int`,
      failed: sql<number>`sum(${deliveryStats.failed})::int`,
      latency: sql<number[]>`array[${slots}]`,
    })
    .from(deliveryStats)
    .where(and(eq(deliveryStats.orgId, ctx.orgId), gte(deliveryStats.hour, from)))
    .groupBy(deliveryStats.hour);
}

function latencyOf(rows: StatsRow[]): Overview["latency"] {
  const counts = [...LATENCY_BOUNDS_MS, null].map((_, index) =>
    rows.reduce((sum, row) => sum + (row.latency[index] ?? 0), 0),
  );
  const p50Ms = percentile(counts, LATENCY_BOUNDS_MS, 0.5);
  const p95Ms = percentile(counts, LATENCY_BOUNDS_MS, 0.95);
  return p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms };
}

async function listFailing(ctx: Ctx): Promise<Pick<Overview, "failing" | "failingCount">> {
  const rows = await db()
    .select({
      id: webhooks.id,
      name: webhooks.name,
      url: webhooks.url,
      status: webhooks.status,
      reason: webhooks.statusReason,
      changedAt: webhooks.statusChangedAt,
      lastAt: lanes.lastDeliveryAt,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(webhooks)
    .leftJoin(lanes, and(eq(lanes.orgId, webhooks.orgId), eq(lanes.webhookId, webhooks.id)))
    .where(
      and(
        eq(webhooks.orgId, ctx.orgId),
        or(
          eq(webhooks.status, "disabled"),
          and(eq(webhooks.status, "active"), eq(lanes.lastStatus, "failed")),
        ),
      ),
    )
    .orderBy(desc(sql`greatest(${webhooks.statusChangedAt}, ${lanes.lastDeliveryAt})`))
    .limit(FAILING_SHOWN);
  const failing = rows.map(({ id, name, url, status, reason, changedAt, lastAt }) => {
    const disabled = status === "disabled";
    return { id, name, url, disabled, reason, since: disabled ? changedAt : lastAt };
  });
  return { failing, failingCount: rows[0]?.total ?? 0 };
}

/** What an organisation has done of what it takes to get its first delivery. */
export type FirstSteps = { webhook: boolean; activeWebhook: boolean; apiKey: boolean; job: boolean };

export async function getFirstSteps(ctx: Ctx): Promise<FirstSteps> {
  const own = (table: typeof webhooks | typeof apiKeys | typeof jobs) => eq(table.orgId, ctx.orgId);
  const [webhook, active, apiKey, job] = await Promise.all([
    db().query.webhooks.findFirst({ columns: { id: true }, where: own(webhooks) }),
    db().query.webhooks.findFirst({
      columns: { id: true },
      where: and(own(webhooks), eq(webhooks.status, "active")),
    }),
    db().query.apiKeys.findFirst({ columns: { id: true }, where: own(apiKeys) }),
    db().query.jobs.findFirst({ columns: { number: true }, where: own(jobs) }),
  ]);
  return { webhook: !!webhook, activeWebhook: !!active, apiKey: !!apiKey, job: !!job };
}

import { and, asc, eq, gte } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveryStats } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import type { HourStat } from "./chart";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Jobs of an hour that ended: `ago` is 0 for the hour under way, 23 for the first of the day. */
export type DayHour = { ago: number; succeeded: number; failed: number };

const startOfHour = (now: Date, ago: number) =>
  new Date((Math.floor(now.getTime() / HOUR_MS) - ago) * HOUR_MS);

/** The last 24 hours of every webhook that ended a job in them, by webhook, newest hour first. */
export async function listDays(ctx: Ctx, now = new Date()): Promise<Map<string, DayHour[]>> {
  const { webhookId, hour, succeeded, failed } = deliveryStats;
  const current = startOfHour(now, 0).getTime();
  const rows = await db()
    .select({ webhookId, hour, succeeded, failed })
    .from(deliveryStats)
    .where(and(eq(deliveryStats.orgId, ctx.orgId), gte(hour, startOfHour(now, DAY_HOURS - 1))));
  const days = new Map<string, DayHour[]>();
  for (const row of rows) {
    if (row.succeeded + row.failed === 0) continue;
    const ago = Math.round((current - row.hour.getTime()) / HOUR_MS);
    const day = days.get(row.webhookId) ?? [];
    days.set(row.webhookId, day);
    day.push({ ago, succeeded: row.succeeded, failed: row.failed });
  }
  for (const day of days.values()) day.sort((a, b) => a.ago - b.ago);
  return days;
}

/**
 * What one webhook's jobs came to, by hour, oldest first; hours without a request have no row.
 * @param hours how many to look back on, the one under way included
 */
export async function listHourStats(
  ctx: Ctx,
  webhook: string,
  hours: number,
  now = new Date(),
): Promise<HourStat[]> {
  const { webhookId, hour, succeeded, failed, latency } = deliveryStats;
  const from = startOfHour(now, hours - 1);
  const rows = await db()
    .select({ hour, succeeded, failed, latency })
    .from(deliveryStats)
    .where(and(eq(deliveryStats.orgId, ctx.orgId), eq(webhookId, webhook), gte(hour, from)))
    .orderBy(asc(hour));
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts, jobs } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";

/** A job whose last try failed, with why in words. `at` is ISO 8601. */
export type RecentFailure = {
  number: number;
  status: "retrying" | "failed";
  eventType: string;
  isTest: boolean;
  responseStatus: number | null;
  errorClass: string | null;
  message: string | null;
  at: string;
};

/** How far back in a webhook's jobs is looked: a healthy one with a million jobs must not be read to its beginning. */
const LOOKED_AT = 1_000;
const SHOWN = 5;

/** The latest failures among a webhook's last 1000 jobs, newest first. */
export async function listRecentFailures(ctx: Ctx, webhookId: string): Promise<RecentFailure[]> {
  const recent = db()
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, ctx.orgId), eq(jobs.webhookId, webhookId)))
    .orderBy(desc(jobs.number))
    .limit(LOOKED_AT)
    .as("recent");
  const rows = await db()
    .select({
      number: recent.number,
      status: recent.status,
      eventType: recent.eventType,
      isTest: recent.isTest,
      responseStatus: attempts.responseStatus,
      errorClass: attempts.errorClass,
      message: attempts.errorMessage,
      startedAt: attempts.startedAt,
    })
    .from(recent)
    .innerJoin(
      attempts,
      and(
        eq(attempts.orgId, recent.orgId),
        eq(attempts.jobNumber, recent.number),
        eq(attempts.number, recent.attemptCount),
      ),
    )
    .where(and(inArray(recent.status, ["failed", "retrying"]), sql`${attempts.errorClass} is not null`))
    .orderBy(desc(attempts.startedAt), desc(recent.number))
    .limit(SHOWN);
  return rows.map(({ startedAt, status, ...row }) => ({
    ...row,
    status: status as RecentFailure["status"],
    at: startedAt.toISOString(),
  }));
}
